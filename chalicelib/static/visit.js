// The end of a visit, loaded when it comes near: said two minutes before, put off by a button, and lived through without losing what was typed.
{
  const part = (id) => document.getElementById(id);
  const box = part("ending"), left = part("ending-left"), not = part("ending-not");
  const SOON = 120;
  let end = 0, title = "", waved = false;

  // Another tab may have moved the end; only an instant is shared.
  const share = (instant) => { try { localStorage.setItem("golive-visit", instant); } catch { /* not allowed: each tab knows its own */ } };
  function begin(seconds) {
    end = Date.now() + 1000 * seconds;
    waved = false;
    share(end);
  }
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== "golive-visit" || !(Number(newValue) > end)) return;
    end = Number(newValue);
    if (box.dataset.shows === "over" || waved) stay(); // the visit that began there has form tokens of its own
    else if (box.open) close();
  });

  function open(when) {
    for (const each of box.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== when;
    const heading = box.querySelector(`[data-when=${when}] h2`);
    box.setAttribute("aria-labelledby", heading.id);
    if (!box.open) {
      title = document.title;
      box.showModal();
    }
    document.title = `${heading.textContent} – ${title}`;
    box.querySelector(`[data-when=${when}] button`).focus();
    box.dataset.shows = when;
  }
  function close() {
    box.close();
    document.title = title;
    delete box.dataset.shows;
    not.hidden = true;
  }
  box.addEventListener("cancel", (happening) => { // Escape: before the end it means "I am here", after it "let me see the page"
    happening.preventDefault();
    if (box.dataset.shows === "soon") return stay();
    waved = true;
    close();
  });

  // Loading anything of ours moves the end; a visit that began anew in another tab brings new form tokens.
  async function stay() {
    const answer = await fetch(part("visit").dataset.at).catch(() => null);
    if (!answer?.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("visit");
    if (fresh.dataset.whose !== part("visit").dataset.whose) return false; // somebody else's: what was typed here is not theirs
    part("visit").replaceWith(fresh);
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = fresh.dataset.csrf;
    for (const form of document.querySelectorAll("form[data-csrf]")) form.dataset.csrf = fresh.dataset.csrf;
    begin(fresh.dataset.left);
    if (box.open) close();
    return true;
  }
  part("ending-stay").addEventListener("click", stay);
  part("ending-back").addEventListener("click", async () => { not.hidden = await stay(); });

  end = visitEnd;
  try { end = Math.max(end, Number(localStorage.getItem("golive-visit"))); } catch { /* not allowed */ }
  const lasts = visitLeft > SOON;
  setInterval(() => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds <= 0) return waved || box.dataset.shows === "over" || open("over");
    if (seconds > SOON) return;
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (!box.open && (lasts || seconds < 30)) open("soon");
  }, 1000);
}
