// Passkeys and security keys. A form with data-key asks the browser for a key when it is sent,
// puts the answer into its hidden box and goes on. Without keys in this browser it stays hidden.
const SORRY = "The key did not answer. Put it in or hold it to the device, and try again.";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

function creating(asked, alone) {
  const selection = { ...asked.authenticatorSelection };
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  const user = { ...asked.user, id: bytes(asked.user.id) };
  return { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: known(asked.excludeCredentials), authenticatorSelection: selection };
}

function answer(made) {
  const said = made.response;
  const response = { clientDataJSON: words(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = words(said[name]);
  }
  return { id: made.id, rawId: words(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answered = await fetch(form.dataset.fetch, { headers: { Accept: "application/json" } });
  if (!answered.ok) throw new Error("no options");
  return (await answered.json()).request_options.publicKey;
}

async function ask(form) {
  const asked = await options(form);
  if (form.dataset.key === "create") {
    const alone = Boolean(form.elements.passwordless?.checked);
    return navigator.credentials.create({ publicKey: creating(asked, alone) });
  }
  return navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) } });
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const says = form.querySelector("[data-key-says]");
  says.textContent = "Waiting for your key.";
  try {
    form.elements.credential.value = JSON.stringify(answer(await ask(form)));
    form.submit();
  } catch {
    says.textContent = SORRY;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-key]")) {
    form.hidden = false;
    form.addEventListener("submit", send);
  }
}
