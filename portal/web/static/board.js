// The board lives: a slider over the days, and news of the ledger. Both work without it.
(() => {
  "use strict";
  const form = document.querySelector("[data-slider]");
  const slide = document.getElementById("slide");
  const day = document.getElementById("as-of");
  const said = document.getElementById("said");
  if (!form || !slide || !day) return;

  const first = new Date(`${form.dataset.first}T00:00:00Z`);
  const iso = (number) => new Date(first.getTime() + number * 86400000).toISOString().slice(0, 10);
  const words = (code) => { const [, month, on] = code.split("-").map(Number); return `${month}月${on}日`; };
  const output = slide.parentElement.querySelector("output");
  slide.parentElement.hidden = false;

  let asked = null;
  const draw = async (address, quietly = false) => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(quietly ? address.replace("/board", "/board/now") : address, { signal: asked.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) { if (!quietly) location.href = address; return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("board");
      if (!fresh) { location.href = address; return; }
      document.getElementById("board").replaceWith(fresh);
      history.replaceState(null, "", address);
      if (said) said.textContent = fresh.querySelector(".as-of")?.textContent ?? "";
    } catch (failure) {
      if (failure.name !== "AbortError" && !quietly) location.href = address;
    }
  };
  const address = () => {
    const kept = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...kept]) if (!value || (name === "as_of" && value === day.dataset.last)) kept.delete(name);
    const text = kept.toString();
    return text ? `/board?${text}` : "/board";
  };
  let soon = 0;
  slide.addEventListener("input", () => {
    day.value = iso(Number(slide.value));
    output.textContent = words(day.value);
    clearTimeout(soon);
    soon = setTimeout(() => draw(address()), 120);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); turn(); });
  day.addEventListener("change", () => turn());
  for (const select of form.querySelectorAll("select")) select.addEventListener("change", () => { form.querySelector("[data-page]")?.remove(); draw(address()); });
  const turn = () => {
    if (!day.value) day.value = day.dataset.last;
    slide.value = String(Math.round((new Date(`${day.value}T00:00:00Z`) - first) / 86400000));
    output.textContent = words(day.value);
    draw(address());
  };

  // News of the ledger: only while today is looked at.
  const source = document.querySelector("[data-live]")?.dataset.live;
  if (source && window.EventSource) {
    const watch = new EventSource(source);
    watch.addEventListener("grown", () => { if (document.querySelector("#board[data-live]")) draw(address(), true); });
    addEventListener("pagehide", () => watch.close());
  }
})();
