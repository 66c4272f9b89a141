/* Part of the service worker: shows messages, and leads to what they are about. */
{
  const { messages } = self.goldseam;

  self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(go(ours(event.notification.data?.link)));
  });

  self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

  /* Browsers take the permission away from whoever shows nothing, so something is always shown. */
  function show(data) {
    const { title, body, link, tag } = read(data);
    return self.registration.showNotification(title || messages.title, {
      body: body || "",
      tag: tag || "goldseam",
      icon: messages.icon,
      badge: messages.badge,
      data: { link },
    });
  }

  function read(data) {
    try {
      return data.json() ?? {};
    } catch {
      return {};
    }
  }

  /* Whatever a message says, it leads nowhere else. */
  function ours(link) {
    const here = new URL("/", location.origin);
    if (!URL.canParse(link ?? "/", here)) return here.href;
    const url = new URL(link ?? "/", here);
    return url.origin === here.origin ? url.href : here.href;
  }

  /* The window that shows it already, or the one that was used last, or a new one. */
  async function go(url) {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = windows.find((one) => one.url === url);
    if (there) return there.focus();
    for (const one of windows) {
      const shown = await one.focus().then(() => one.navigate(url)).catch(() => undefined);
      if (shown) return shown;
    }
    return self.clients.openWindow(url);
  }

  /* The browser put another subscription in place of the one Goldseam knows. Whoever is signed out
     is asked nothing: push.js sees to it at their next visit. */
  async function renew({ oldSubscription, newSubscription }) {
    const answer = await fetch(messages.key);
    if (!answer.ok || answer.redirected) return;
    const { key, headers } = await answer.json();
    const raw = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
    const applicationServerKey = Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
    const subscription =
      newSubscription ??
      (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
    const { endpoint, keys } = subscription.toJSON();
    await fetch(messages.renew, {
      method: "POST",
      headers,
      body: new URLSearchParams({ endpoint, ...keys, old: oldSubscription?.endpoint ?? "" }),
    });
  }
}
