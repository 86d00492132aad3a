"""The page of a registration that was refused (未予登记): why, and how to try again."""

from reports.text.plain_text import markdown


def refused_registration(
    code: str, name: str, reason: str, *, run: str = "", deployment: str = ""
) -> str:
    """Write the page; ``run`` and ``deployment`` are Prefect's, for the links."""
    parts = [
        f"# 未予登记：{markdown(name)}",
        f"**项目代码**：{markdown(code)}",
        f"**理由**：{markdown(reason, 1000)}",
    ]
    if run:
        parts.append(
            f"**按原内容再登记**：打开[本次登记](/runs/flow-run/{run})，"
            "在右上角菜单选 Copy to new run，更正后提交。"
        )
    if deployment:
        parts.append(f"**另填一张空表**：[项目登记](/deployments/deployment/{deployment}/run)")
    return "\n\n".join(parts) + "\n"
