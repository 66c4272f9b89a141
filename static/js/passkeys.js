/* Passkeys: the browser asks its owner for a finger, a face or a PIN, and its answer goes to
   Goldseam in the hidden field of the form. Where a browser knows none, nothing of it shows. */

export function passkeys() {
  if (!self.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.closest("[data-passkey-place]").hidden = false;
    form.querySelector("[data-passkey-ask]").addEventListener("click", () => ask(form));
  }
}

async function ask(form) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  trouble.hidden = true;
  try {
    const options = (await optionsOf(form)).publicKey;
    const credential = await (form.dataset.passkey === "make" ? make(options) : use(options));
    form.elements.namedItem("credential").value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    trouble.hidden = false;
  }
}

/* What the page brought along, or what is asked for at the press: it is good for one try. */
async function optionsOf({ dataset, action }) {
  if (dataset.options) {
    const { request_options: use, creation_options: make } = JSON.parse(
      document.getElementById(dataset.options).textContent,
    );
    return use ?? make;
  }
  const answer = await fetch(action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

function make(options) {
  const selection = { ...options.authenticatorSelection, residentKey: "required" };
  Object.assign(selection, { requireResidentKey: true, userVerification: "required" });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({
    ...options,
    authenticatorSelection: selection,
  });
  return navigator.credentials.create({ publicKey });
}

function use(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}
