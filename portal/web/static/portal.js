// What makes the pages quicker to use; each works without it. Nothing is asked outside the host.
(() => {
  "use strict";
  const first = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const said = document.getElementById("said");
  const say = (words) => { if (said) said.textContent = words; };

  // What was refused is looked at first.
  first("[data-focus]")?.focus();

  // A form goes once; after a moment a word says that it is on its way.
  for (const form of all("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.gone) { event.preventDefault(); return; }
      if (form.method !== "post") return;
      form.dataset.gone = "yes";
      setTimeout(() => {
        const word = document.createElement("p");
        word.className = "waiting";
        word.textContent = "正在办理，请稍候…";
        document.body.append(word);
        say(word.textContent);
      }, 300);
    });
  }
  addEventListener("pageshow", () => {
    for (const form of all("form[data-once]")) delete form.dataset.gone;
    for (const word of all(".waiting")) word.remove();
  });

  // A menu closes when the hand or the eye has gone elsewhere.
  for (const menu of all("header details")) {
    addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { menu.open = false; first("summary", menu).focus(); }
    });
  }

  // How much room is left in a long text.
  for (const area of all("textarea[data-counts]")) {
    const note = document.createElement("p");
    note.className = "hint";
    const tell = () => { note.textContent = `${area.value.length} / ${area.maxLength} 字`; };
    area.after(note);
    area.addEventListener("input", tell);
    tell();
  }

  // Keys: never while somebody types, and each has a button or link that does the same.
  const KEYS = [
    ["j / k", "下一项、上一项"], ["Enter", "打开选中的一项"], ["x", "勾选"],
    ["/", "查找"], ["Ctrl K", "查找"], ["?", "显示本表"],
  ];
  const typing = (at) => at.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
  const cards = () => all("[data-list] .card, [data-list] tbody tr");
  let picked = -1;
  const pick = (step) => {
    const list = cards();
    if (!list.length) return;
    if (picked < 0) picked = list.findIndex((one) => one.classList.contains("current")) - (step > 0 ? 0 : 0);
    list[picked]?.classList.remove("picked");
    picked = Math.min(Math.max(picked + step, 0), list.length - 1);
    list[picked].classList.add("picked");
    list[picked].scrollIntoView({ block: "nearest" });
    (first("a", list[picked]) || list[picked]).focus({ preventScroll: true });
  };
  const showKeys = () => {
    let box = document.getElementById("keys");
    if (!box) {
      box = document.createElement("dialog");
      box.id = "keys";
      const title = document.createElement("h2");
      title.textContent = "键盘操作";
      const list = document.createElement("dl");
      list.className = "facts";
      for (const [key, words] of KEYS) {
        const line = document.createElement("div"), name = document.createElement("dt"), what = document.createElement("dd");
        const cap = document.createElement("kbd");
        cap.textContent = key;
        name.append(cap);
        what.textContent = words;
        line.append(name, what);
        list.append(line);
      }
      const close = document.createElement("form");
      close.method = "dialog";
      const button = document.createElement("button");
      button.textContent = "关闭";
      close.append(button);
      box.append(title, list, close);
      document.body.append(box);
    }
    box.showModal();
  };
  for (const button of all("[data-keys]")) { button.hidden = false; button.addEventListener("click", showKeys); }
  for (const button of all("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => pick(Number(button.dataset.step)));
  }
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.getElementById("find")?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") pick(1);
    else if (event.key === "k") pick(-1);
    else if (event.key === "/") { event.preventDefault(); document.getElementById("find")?.focus(); }
    else if (event.key === "?") showKeys();
    else if (event.key === "x" && picked >= 0) first("input[type=checkbox]", cards()[picked])?.click();
  });
})();
