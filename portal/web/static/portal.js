// What makes the pages quicker to use; each works without it. Nothing is asked outside the host.
(() => {
  "use strict";
  const first = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const said = document.getElementById("said");
  const say = (words) => { if (said) said.textContent = words; };

  // What was refused is looked at first.
  first("[data-focus]")?.focus();

  // The open tab stands within its strip, however narrow that is or becomes.
  const show = (strip) => {
    const open = first("[aria-current]", strip);
    if (!open) return;
    const place = open.getBoundingClientRect(), room = strip.getBoundingClientRect();
    strip.scrollLeft += place.left - room.left - (room.width - place.width) / 2;
  };
  const narrowed = new ResizeObserver((strips) => { for (const one of strips) show(one.target); });
  for (const strip of all(".tabs")) narrowed.observe(strip);

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
    const tell = () => { note.textContent = `${area.value.length}／${area.maxLength}字`; };
    area.after(note);
    area.addEventListener("input", tell);
    tell();
  }

  // Keys: never while somebody types, and each has a button or link that does the same.
  const KEYS = [
    ["j / k", "下一项、上一项"], ["Enter", "打开选中的一项"], ["x", "勾选"],
    ["/", "查找"], ["Ctrl K", "查找"],
    ...[...new Map(all("[data-go]").map((one) => [`g ${one.dataset.go}`, one.textContent.trim()]))],
    ["?", "显示本表"],
  ];
  let led = false;
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
    const there = first("a", list[picked]) || list[picked];
    if (there === list[picked]) there.tabIndex = -1;
    there.focus({ preventScroll: true });
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
    if (event.key === "Shift") return;
    const way = led && first(`[data-go="${CSS.escape(event.key)}"]`);
    led = event.key === "g" && !way;
    if (way) { event.preventDefault(); way.click(); }
    else if (event.key === "j") pick(1);
    else if (event.key === "k") pick(-1);
    else if (event.key === "/") { event.preventDefault(); document.getElementById("find")?.focus(); }
    else if (event.key === "?") showKeys();
    else if (event.key === "x" && picked >= 0) first("input[type=checkbox]", cards()[picked])?.click();
  });

  // What was typed outlives a session that ended meanwhile: kept in this tab, cleared once sent.
  const DRAFT = "draft ";
  const drafted = (form) => `${DRAFT}${location.pathname} ${form.getAttribute("action")}`;
  const kept = (field) => field.name && !field.name.startsWith("_") && !["password", "hidden", "file", "submit"].includes(field.type);
  const drafts = () => Object.keys(sessionStorage).filter((name) => name.startsWith(DRAFT));
  const isDoor = location.pathname.startsWith("/login");
  for (const name of drafts()) {
    const draft = JSON.parse(sessionStorage.getItem(name));
    if (!draft.sent) continue;
    if (isDoor) sessionStorage.setItem(name, JSON.stringify({ ...draft, sent: false }));
    else sessionStorage.removeItem(name);
  }
  for (const form of isDoor ? [] : all("form[data-once]")) {
    if (form.method !== "post" || form.dataset.draft || first("[type=password]", form)) continue;
    const name = drafted(form), draft = JSON.parse(sessionStorage.getItem(name) || "null");
    if (draft && !first(".summary")) {
      let back = 0;
      for (const field of [...form.elements].filter(kept)) {
        const values = draft.values[field.name];
        if (values === undefined) continue;
        const boxed = field.type === "checkbox" || field.type === "radio";
        const before = boxed ? field.checked : field.value;
        if (boxed) field.checked = values.includes(field.value);
        else field.value = values[0];
        if (before !== (boxed ? field.checked : field.value)) back += 1;
      }
      if (back) {
        const word = document.createElement("p");
        word.className = "hint";
        word.setAttribute("role", "status");
        word.textContent = "已恢复上次未提交的内容，请核对。";
        form.prepend(word);
      }
    }
    form.addEventListener("input", () => {
      const values = {};
      for (const field of [...form.elements].filter(kept)) {
        values[field.name] ||= [];
        if (!["checkbox", "radio"].includes(field.type) || field.checked) values[field.name].push(field.value);
      }
      sessionStorage.setItem(name, JSON.stringify({ values, sent: false }));
    });
    form.addEventListener("submit", () => {
      const now = JSON.parse(sessionStorage.getItem(name) || "null");
      if (now) sessionStorage.setItem(name, JSON.stringify({ ...now, sent: true }));
    });
  }

  // Five minutes before a session ends a dialogue offers to stay; tabs tell each other.
  const ENDS = "session ends";
  const given = Number(document.body.dataset.endsIn || 0);
  if (given) {
    const WARN = 300;
    const stays = (seconds) => localStorage.setItem(ENDS, String(Date.now() + seconds * 1000));
    stays(given);
    const left = () => (Number(localStorage.getItem(ENDS)) - Date.now()) / 1000;
    const goOut = () => { location.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`; };
    const box = document.createElement("dialog");
    box.id = "ending";
    box.setAttribute("aria-labelledby", "ending-title");
    const title = document.createElement("h2"), words = document.createElement("p"), buttons = document.createElement("div");
    title.id = "ending-title";
    title.textContent = "登录即将超时";
    buttons.className = "buttons";
    const stay = document.createElement("button"), leave = document.createElement("button");
    stay.className = "primary";
    stay.textContent = "继续使用";
    leave.textContent = "退出登录";
    buttons.append(stay, leave);
    box.append(title, words, buttons);
    document.body.append(box);
    const ask = async () => {
      const answer = await fetch("/me/stay", { method: "POST", redirect: "manual" });
      if (answer.status !== 204) { goOut(); return; }
      stays(Number(answer.headers.get("x-ends-in")));
      box.close();
    };
    stay.addEventListener("click", ask);
    box.addEventListener("cancel", (event) => { event.preventDefault(); ask(); });
    leave.addEventListener("click", () => first('form[action="/logout"]')?.requestSubmit());
    const look = () => {
      const seconds = left();
      if (seconds <= 0) { goOut(); return; }
      if (seconds > WARN) { if (box.open) box.close(); return; }
      words.textContent = `已有一段时间没有操作，约${Math.max(1, Math.ceil(seconds / 60))}分钟后自动退出。已填写的内容会保留。`;
      if (!box.open) box.showModal();
    };
    setInterval(look, 5000);
    look();
  }
})();
