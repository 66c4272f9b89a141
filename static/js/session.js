/* Forms outlive the session they were drawn in. */

/* Over https it has a name that no other site can write to. */
const COOKIES = [/(?:^|; )__Host-csrftoken=([^;]+)/, /(?:^|; )csrftoken=([^;]+)/];

export function session() {
  document.addEventListener("submit", ({ target }) => freshen(target), true);
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const token = csrfToken();
    if (token && ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:before:response", stayHere);
}

/* Signing in in another tab changes the token; a form opened before that would be turned away. */
function freshen(form) {
  const field = form.elements?.namedItem("csrfmiddlewaretoken");
  const token = csrfToken();
  if (field && token) field.value = token;
}

export function csrfToken() {
  return COOKIES.map((cookie) => cookie.exec(document.cookie)?.[1]).find(Boolean);
}

/* Fetch follows a redirect to the sign-in page by itself, and htmx would put that page where the
   fragment was, over what somebody is typing. Leave everything as it is and say what happened. */
function stayHere(event) {
  const response = event.detail.ctx.response.raw;
  const notice = document.querySelector("[data-session]");
  if (!notice || !response.redirected) return;
  if (new URL(response.url).pathname !== notice.dataset.signIn) return;
  event.preventDefault();
  notice.dataset.state = "signed-out";
}
