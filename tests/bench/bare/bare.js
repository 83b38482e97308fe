// The least that a page can do with an answer: read the stream, parse each event, and append the words to one text
// node, once per frame, in a scroller that follows. What Parlance costs is told as a multiple of this.

const scroller = document.querySelector("#scroller");

/** Asks, and shows the answer. Ends when the stream has ended and the last words stand. */
async function ask({ model, key, question }) {
  const article = document.createElement("article");
  const text = document.createTextNode("");
  article.setAttribute("aria-busy", "true");
  article.append(text);
  scroller.replaceChildren(article);

  let words = "";
  let isDue = false;
  const draw = () => {
    isDue = false;
    text.appendData(words);
    words = "";
    scroller.scrollTop = scroller.scrollHeight;
  };
  const response = await fetch("https://openrouter.ai/api/v1/chat/completions", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: question }] }),
  });
  for await (const data of events(response.body.getReader())) {
    words += JSON.parse(data).choices[0].delta.content;
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(draw);
    }
  }
  draw();
  article.setAttribute("aria-busy", "false");
}

/** The data of each event. Ours are lines that begin with "data: ". */
async function* events(reader) {
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith("data: ") && line !== "data: [DONE]") yield line.slice(6);
    }
  }
}

globalThis.ask = ask;
