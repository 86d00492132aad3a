// The work list: what is picked, what may be done to it, and why not.
(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const bar = document.querySelector("[data-bar]");
  if (!bar) return;
  const boxes = all("input[name=pick]");
  const tell = bar.querySelector("[data-picked]"), why = bar.querySelector("[data-why]");
  const refusals = (act) => boxes.filter((box) => box.checked && !box.closest("[data-acts]").dataset.acts.split(" ").includes(act));
  const show = () => {
    const picked = boxes.filter((box) => box.checked);
    bar.hidden = picked.length === 0;
    tell.textContent = `已选 ${picked.length} 件`;
    const said = [];
    for (const button of all("button[data-act]", bar)) {
      const against = refusals(button.dataset.act);
      const none = picked.length > 0 && against.length === picked.length;
      button.setAttribute("aria-disabled", none ? "true" : "false");
      if (against.length) said.push(`${button.dataset.name}：${none ? "所选各件" : `其中 ${against.length} 件`}当前状态不能办理`);
    }
    why.textContent = said.join("；");
  };
  for (const box of boxes) box.addEventListener("change", show);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button?.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
  show();
})();
