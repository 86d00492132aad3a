// The work list: what is picked, what may be done to it, and why not: in the rule's own words.
(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const bar = document.querySelector("[data-bar]");
  if (!bar) return;
  const boxes = all("input[name=pick]");
  const tell = bar.querySelector("[data-picked]"), why = bar.querySelector("[data-why]");
  const known = new Map();
  let asked = 0;
  const against = (act) => boxes.filter((box) => box.checked && !box.closest("[data-acts]").dataset.acts.split(" ").includes(act));
  const ask = async (act, picked) => {
    const unknown = picked.filter((box) => !known.has(`${act} ${box.value}`));
    if (!unknown.length) return;
    const query = new URLSearchParams([["act", act], ...unknown.map((box) => ["pick", box.value])]);
    const answer = await fetch(`/batch/refusals?${query}`, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    for (const [place, said] of Object.entries(await answer.json())) known.set(`${act} ${place}`, said);
  };
  const sentence = (button, picked, all_of_them) => {
    const said = [...new Set(picked.map((box) => known.get(`${button.dataset.act} ${box.value}`)).filter(Boolean))];
    const many = all_of_them ? "" : `其中${picked.length}件不能办理，`;
    const rest = said.length > 2 ? `；另有${said.length - 2}条` : "";
    return `${button.dataset.name}：${many}${said.slice(0, 2).join("；") || "当前状态不能办理"}${rest}`;
  };
  const show = async () => {
    const mine = ++asked;
    const picked = boxes.filter((box) => box.checked);
    bar.hidden = picked.length === 0;
    tell.textContent = `已选${picked.length}件`;
    const stopped = [];
    for (const button of all("button[data-act]", bar)) {
      const those = against(button.dataset.act);
      const none = picked.length > 0 && those.length === picked.length;
      button.setAttribute("aria-disabled", none ? "true" : "false");
      if (those.length) stopped.push([button, those, none]);
    }
    await Promise.all(stopped.map(([button, those]) => ask(button.dataset.act, those)));
    if (mine === asked) why.textContent = stopped.map((one) => sentence(...one)).join("；");
  };
  for (const box of boxes) box.addEventListener("change", show);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button?.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
  show();
})();
