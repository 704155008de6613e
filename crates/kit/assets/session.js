// The end of a session: told five minutes before, and put off without leaving the page. Without this script the page says
// from the start until when the session lasts.
const notice = document.querySelector(".fp-session");
const WARNED_BEFORE_MS = 5 * 60 * 1000;

if (notice) {
  const words = notice.querySelector(".fp-session__words");
  const link = notice.querySelector("a");
  // Another tab that asks something puts the end off for this one too.
  const tabs = new BroadcastChannel("footprint-session");
  let ends = Date.now() + Number(notice.dataset.seconds) * 1000;
  let at = notice.dataset.at;
  let timer;

  const show = () => {
    clearTimeout(timer);
    const left = ends - Date.now();
    if (left > WARNED_BEFORE_MS) {
      notice.hidden = true;
      notice.removeAttribute("role");
      timer = setTimeout(show, left - WARNED_BEFORE_MS);
      return;
    }
    const text = left > 0
      ? `You will be signed out at ${at} unless you go on.`
      : "You have been signed out. Copy what you have not saved, then sign in again.";
    if (words.textContent !== text) {
      notice.hidden = false;
      notice.setAttribute("role", "alert");
      words.textContent = text;
      if (left <= 0) link?.remove();
    }
    if (left > 0) timer = setTimeout(show, left);
  };

  const putOff = (seconds, time) => {
    ends = Date.now() + seconds * 1000;
    at = time;
    show();
  };

  tabs.addEventListener("message", ({ data }) => putOff(data.seconds, data.at));
  tabs.postMessage({ seconds: Number(notice.dataset.seconds), at });

  link?.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch("/session/until", { headers: { accept: "application/json" }, redirect: "error" });
      const { seconds, words: time } = await answer.json();
      putOff(seconds, time);
      tabs.postMessage({ seconds, at: time });
    } catch {
      // The way that needs no script still works.
      window.open(link.href, "_blank", "noopener");
    }
  });
  show();
}
