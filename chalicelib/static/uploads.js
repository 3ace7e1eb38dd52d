// Sends files; files.js asks for this when somebody is about to give one, together with verdicts.js.
const make = (tag, name = "", text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

// ---- choosing: several at once, by hand or dropped; plain mistakes are told before anything is sent

async function wrongWith(file, form) {
  const ends = form.elements.file.accept.split(",").filter(Boolean), name = file.name.toLowerCase();
  if (!file.size) return "empty";
  if (file.size > Number(form.dataset.most || Infinity)) return "large";
  if (ends.length && /\.\w+$/.test(name) && !ends.some((end) => name.endsWith(end))) return "ending";
  return file.slice(0, 1).arrayBuffer().then(() => "", () => "unreadable");
}

async function take(form, files) {
  const complaints = [], good = [], field = form.elements.file;
  for (const file of files) {
    const wrong = await wrongWith(file, form);
    if (wrong) complaints.push(words(wrong, file.name));
    else if (good.length && !field.multiple) complaints.push(words("one", good[0].name));
    else good.push(file);
  }
  const place = byId(`wrong-${field.id}`) ?? make("p", "wrong-text");
  place.id = `wrong-${field.id}`;
  place.textContent = complaints.join(" ");
  field.before(place);
  if (complaints.length) {
    field.setAttribute("aria-invalid", "true");
    say(place.textContent);
    field.focus();
  } else field.removeAttribute("aria-invalid");
  const also = [...form.querySelectorAll("[data-also]")].map(({ name, value }) => [name, value]);
  for (const file of good) show({ form, file, also });
}

// ---- sending: two at a time; a broken connection is waited for while the file stays in the page
const TRIES = 7, AT_ONCE = 2, STALLED = 45000;
const line = [];
let underway = 0;
const stay = (happening) => happening.preventDefault();

function show(job) {
  const part = make("div", "field"), title = make("p"), bar = make("progress"), button = make("button", "quiet small-button");
  const stop = new AbortController();
  const tell = (name, wrong = false) => {
    title.textContent = words(name, job.file.name);
    title.className = wrong ? "wrong-text" : "";
    say(title.textContent);
  };
  const offer = (name, act) => {
    button.textContent = words(name);
    button.setAttribute("aria-label", `${words(name)}: ${job.file.name}`);
    button.onclick = act;
  };
  const leave = (element) => {
    const mine = element.contains(document.activeElement);
    element.remove();
    if (mine) byId("main").focus({ preventScroll: true });
  };
  bar.max = 100;
  bar.setAttribute("aria-label", job.file.name);
  button.type = "button";
  offer("cancel", () => stop.abort());
  part.append(title, bar, button);
  byId("sending").append(part);
  addEventListener("beforeunload", stay);
  line.push(() => send({ ...job, bar, tell, signal: stop.signal, arrived: () => leave(button) }).then(() => leave(part), (why) => {
    bar.remove();
    tell(typeof why === "string" ? why : "lost", why !== "cancelled");
    if (why === "cancelled") watch(); // it may have been all there before
    if (why === "refused" || why === "closed") leave(button);
    else offer("again", () => { leave(part); show(job); });
  }));
  next();
}

async function next() {
  if (underway < AT_ONCE && line.length) {
    underway++;
    await line.shift()();
    underway--;
    next();
  } else if (!underway) {
    removeEventListener("beforeunload", stay);
    if (wanted && onward && !byId("sending")?.children.length && !document.querySelector("[data-live=untouched][data-touched]")) spoken.then(() => location.assign(onward));
  }
}

async function send(job) {
  job.tell("sending");
  const key = await patiently(job, async () => {
    const signed = await signedForm(job);
    await put(signed, job);
    return signed.fields.key;
  });
  job.arrived();
  job.tell("arrived");
  await patiently(job, () => fetch(`${job.form.dataset.uploaded}?key=${encodeURIComponent(key)}`)).catch(() => {}); // the store tells us too
  if (location.search.includes("replace=")) {
    history.replaceState(null, "", location.pathname); // it is replaced: the form for that goes
    await renew();
  }
  await watch();
}

async function patiently({ signal, tell }, step) {
  for (let turn = 1; ; turn++) {
    try {
      return await step();
    } catch (why) {
      if (signal.aborted) throw "cancelled";
      if ((typeof why === "string" && why !== "lost") || (navigator.onLine && turn >= TRIES)) throw why;
    }
    tell("waiting", true);
    const pause = Math.min(30000, 1000 * 2 ** turn) * (0.75 + Math.random() / 2);
    await Promise.race([navigator.onLine ? sleep(pause) : once(window, "online"), once(signal, "abort")]);
    if (signal.aborted) throw "cancelled";
    tell("sending");
  }
}

async function signedForm({ form, file, also, signal }) {
  const ask = () => fetch(form.dataset.form, { method: "POST", signal, body: new URLSearchParams([["csrf", form.dataset.csrf], ["whose", form.dataset.whose], ["name", file.name], ...also]) });
  let answer = await ask();
  if (answer.status === 401 || answer.status === 403) {
    const page = await parsed(await fetch(location.pathname)); // the visit may have begun anew in another tab
    form.dataset.csrf = page.querySelector("form[data-form]")?.dataset.csrf ?? "";
    answer = await ask();
  }
  if (answer.ok) return answer.json();
  if (answer.status === 409) renew();
  throw { 401: "session", 403: "session", 409: "closed" }[answer.status] ?? "lost";
}

function put(signed, { file, bar, signal }) {
  return new Promise((resolve, reject) => {
    const data = new FormData(), request = new XMLHttpRequest();
    for (const [name, value] of Object.entries(signed.fields)) data.append(name, value);
    data.append("file", file);
    let alarm;
    const alive = () => { clearTimeout(alarm); alarm = setTimeout(() => request.abort(), STALLED); };
    request.upload.onprogress = ({ loaded, total }) => { alive(); bar.value = (100 * loaded) / total; };
    request.onload = () => (request.status < 300 ? resolve() : reject(request.status < 500 ? "refused" : "lost"));
    request.onerror = request.onabort = () => reject("lost");
    request.onloadend = () => clearTimeout(alarm);
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", signed.url);
    request.send(data);
    alive();
  });
}
