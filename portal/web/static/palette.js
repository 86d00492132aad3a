// Ctrl-K: what is looked for is offered while it is typed. Without this, the search page does it.
(() => {
  "use strict";
  const field = document.getElementById("find");
  if (!field) return;
  let box, input, list, hits = [], at = 0, asked = 0;
  const make = (name, kind, words = "") => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.textContent = words;
    return made;
  };
  const build = () => {
    box = make("dialog", "palette");
    box.setAttribute("aria-label", "查找");
    input = make("input");
    input.type = "search";
    input.placeholder = "项目、事项、页面：代码、名称或拼音首字母";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", "palette-list");
    list = make("ul");
    list.id = "palette-list";
    list.setAttribute("role", "listbox");
    const foot = make("p", "small", "↑↓ 选择　Enter 打开　Esc 关闭");
    box.append(input, list, foot);
    document.body.append(box);
    input.addEventListener("input", ask);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        at = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), hits.length - 1);
        draw();
      } else if (event.key === "Enter" && hits[at]) {
        event.preventDefault();
        location.href = hits[at].path;
      } else if (event.key === "Escape") {
        event.preventDefault();
        box.close();
        input.blur(); // else it has the focus until the next frame, and takes the next key
      }
    });
  };
  const draw = () => {
    list.replaceChildren(...hits.map((hit, place) => {
      const line = make("li"), link = make("a", "", hit.label);
      line.setAttribute("role", "option");
      line.id = `palette-${place}`;
      line.setAttribute("aria-selected", String(place === at));
      link.href = hit.path;
      link.tabIndex = -1;
      link.prepend(make("span", "small", hit.kind));
      link.append(make("span", "small beside-name", hit.beside));
      const key = place === at ? "Enter" : hit.key;
      if (key) link.append(make("kbd", "", key));
      line.append(link);
      return line;
    }));
    if (!hits.length) list.replaceChildren(make("li", "small", "没有找到"));
    input.setAttribute("aria-activedescendant", hits.length ? `palette-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const mine = ++asked;
    const answer = await fetch(`/palette.json?q=${encodeURIComponent(input.value)}`, { headers: { accept: "application/json" } });
    if (!answer.ok || mine !== asked) return;
    hits = await answer.json();
    at = 0;
    draw();
  };
  const open = () => {
    if (!box) build();
    input.value = "";
    box.showModal();
    input.focus();
    ask();
  };
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!box?.open) open();
  }, true);
})();
