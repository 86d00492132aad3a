// A draft of a report is kept in this browser until it is sent. The form works without it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form || !window.localStorage) return;
  const place = `greenchannel:${form.dataset.draft}`;
  const DAYS = 14;
  const note = form.querySelector(".draft-note");
  const saved = form.querySelector(".saved");
  const fields = () => [...form.elements].filter((one) => one.name && !one.name.startsWith("_") && one.type !== "hidden" && one.tagName !== "BUTTON");
  const key = (one, number) => (one.type === "checkbox" || one.type === "radio") ? `${one.name}=${one.value}` : `${one.name}#${number}`;
  const value = (one) => (one.type === "checkbox" || one.type === "radio") ? one.checked : one.value;
  const all = () => Object.fromEntries(fields().map((one, number) => [key(one, number), value(one)]));

  // What is older than two weeks, or has been sent, is forgotten.
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("greenchannel:")) continue;
    try { if (Date.now() - JSON.parse(localStorage[name]).at > DAYS * 86400000) localStorage.removeItem(name); }
    catch { localStorage.removeItem(name); }
  }
  if ("sent" in form.dataset) localStorage.removeItem(place);
  const shown = JSON.stringify(all());
  const kept = localStorage.getItem(place);
  const came_back = document.getElementById("summary") !== null;
  if (kept && !came_back) {
    const { given, from } = JSON.parse(kept);
    if (from === shown && JSON.stringify(given) !== shown) {
      fields().forEach((one, number) => {
        const was = given[key(one, number)];
        if (was === undefined) return;
        if (one.type === "checkbox" || one.type === "radio") one.checked = was; else one.value = was;
      });
      if (note) note.hidden = false;
    }
  }
  form.querySelector("[data-forget]")?.addEventListener("click", () => { localStorage.removeItem(place); form.reset(); note.hidden = true; });

  let soon = 0;
  const keep = () => {
    const given = all();
    if (JSON.stringify(given) === shown) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify({ at: Date.now(), from: shown, given }));
    if (saved) { const now = new Date(); saved.textContent = `草稿已存在本机 ${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`; }
  };
  form.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(keep, 400); });
  addEventListener("pagehide", () => { if (soon) keep(); });
})();
