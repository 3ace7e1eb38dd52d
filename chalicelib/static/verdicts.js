// Verdicts on a task's page. What the page gives: #documents is asked for anew at its data-at, and its data-next is where
// the page goes once nothing more is wanted; [data-said] is read out when it is new; [data-live] parts with an id follow the task's state, "untouched" ones only until somebody types in them.
// Its style block has another page's nonce, so this page's policy would complain about it.
const parsed = async (answer) => new DOMParser().parseFromString((await answer.text()).replace(/<style[^]*?<\/style>/g, ""), "text/html");
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const once = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

// Asks until every file has one, slower and slower, and not while nobody looks.
let watching = null, onward = "";
function watch() {
  watching ??= look().finally(() => { watching = null; });
  return watching;
}

async function look() {
  for (let turn = 0, wait = 1000; turn < 90; turn++, wait = Math.min(wait * 1.25, 15000)) {
    if (document.hidden) await once(document, "visibilitychange");
    const old = byId("documents");
    const answer = await fetch(old.dataset.at).catch(() => null);
    if (answer?.status === 401) return;
    if (answer?.ok) {
      const fresh = (await parsed(answer)).getElementById("documents");
      const lines = (part) => [...part.querySelectorAll("[data-said]")].map((each) => each.dataset.said);
      const known = lines(old);
      lines(fresh).filter((each) => !known.includes(each)).forEach(say);
      if (fresh.dataset.state !== old.dataset.state) await renew();
      else swap(old, fresh);
      onward = fresh.dataset.next;
      if (fresh.dataset.pending !== "yes") return;
    }
    await sleep(wait);
  }
}

async function renew() {
  const page = await parsed(await fetch(location.pathname));
  if (page.querySelector("form[data-form]") && !document.querySelector("form[data-form]")) return location.reload(); // its headers name the store
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && !(part.dataset.live === "untouched" && part.dataset.touched)) swap(part, fresh);
  }
  document.title = page.title;
  document.dispatchEvent(new Event("renewed"));
}

// Who stood on something in the old part stands on the same thing in the new one, or at the beginning of the page.
function swap(old, fresh) {
  const stops = (part) => [...part.querySelectorAll("a, button, summary, input, select, textarea")];
  const at = stops(old).indexOf(document.activeElement), told = document.activeElement.textContent;
  const rows = old.querySelector("#sending");
  if (rows) fresh.querySelector("#sending")?.replaceWith(rows);
  old.replaceWith(document.adoptNode(fresh));
  if (at < 0) return;
  const same = stops(fresh)[at];
  (same?.textContent === told ? same : byId("main")).focus({ preventScroll: true });
}
if (byId("documents")?.dataset.pending === "yes") watch();
