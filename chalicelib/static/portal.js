// What a script adds: several files at once, dropped or chosen, with progress, cancel and live verdicts.
// Everything works without it.
document.documentElement.classList.add("js");
const byId = (id) => document.getElementById(id);
const make = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  return element;
};

byId("summary")?.focus();

const form = byId("upload-form");
if (form) {
  const say = form.dataset;
  const input = byId("field-file");
  input.multiple = say.several === "yes";
  const taken = (files) => [...files].slice(0, input.multiple ? files.length : 1);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const file of taken(input.files)) send(file);
    form.reset();
  });
  const box = byId("upload");
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over-it"); });
  for (const over of ["dragleave", "drop"]) box.addEventListener(over, () => box.classList.remove("over-it"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of taken(event.dataTransfer.files)) send(file);
  });

  async function send(file) {
    const row = make("div", "", "field");
    const title = make("p", `${say.sending} ${file.name}`);
    const bar = make("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const cancel = make("button", say.cancel, "quiet small-button");
    cancel.type = "button";
    row.append(title, bar, cancel);
    byId("sending").append(row);
    const end = (text, wrong) => {
      title.textContent = `${file.name}: ${text}`;
      title.className = wrong ? "wrong-text" : "";
      bar.remove();
      cancel.remove();
    };
    const offerAgain = () => {
      const again = make("button", say.again, "quiet small-button");
      again.type = "button";
      again.onclick = () => { row.remove(); send(file); };
      row.append(again);
    };
    try {
      const signed = await signedForm(file.name);
      await put(signed, file, bar, cancel);
      end(say.arrived);
      await (await fetch(`${say.uploaded}?key=${encodeURIComponent(signed.fields.key)}`)).text();
      await watch();
      row.remove();
    } catch (failure) {
      end(say[failure] ?? say.lost, failure !== "cancelled");
      if (failure !== "refused") offerAgain();
    }
  }

  async function signedForm(name) {
    const body = new URLSearchParams({ csrf: say.csrf, name });
    const answer = await fetch(say.form, { method: "POST", body });
    if (answer.status === 401 || answer.status === 409) location.reload();
    if (!answer.ok) throw "lost";
    return answer.json();
  }

  function put(signed, file, bar, cancel) {
    return new Promise((resolve, reject) => {
      const data = new FormData();
      for (const [name, value] of Object.entries(signed.fields)) data.append(name, value);
      data.append("file", file);
      const request = new XMLHttpRequest();
      request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; };
      request.onload = () => (request.status < 300 ? resolve() : reject("refused"));
      request.onerror = () => reject("lost");
      request.onabort = () => reject("cancelled");
      cancel.onclick = () => request.abort();
      request.open("POST", signed.url);
      request.send(data);
    });
  }
}

// Looks until every file has its verdict; the page is loaded anew when the task itself has moved on.
let watching = null;
function watch() {
  watching ??= look().finally(() => { watching = null; });
  return watching;
}

async function look() {
  const before = byId("documents").dataset.state;
  for (let turn = 0; turn < 80; turn++) {
    const answer = await fetch(form?.dataset.documents ?? `${location.pathname}/documents`);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("documents");
    if (fresh.dataset.state !== before) return location.reload();
    byId("documents").replaceWith(fresh);
    if (fresh.dataset.pending !== "yes") return;
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

if (byId("documents")?.dataset.pending === "yes") watch();
