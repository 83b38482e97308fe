// A long chat: opened by its link in the sidebar, then written in. On the bench build, which alone can make one.

import { between, Subject } from "./browser.mjs";
import { at } from "./streaming.mjs";

const WORDS = "Thirty keys, one by one, down.";

/** Measures a chat of so many messages. */
export function open(browser, nMessages) {
  return Subject.with(browser, "sandbox/markdown", async (subject) => {
    const { page } = subject;
    page.setDefaultTimeout(300_000);
    await subject.connect("bench/");
    await subject.goto(`bench/?bench-messages=${nMessages}`);
    await subject.composer().waitFor();
    const title = `${nMessages} messages`;
    const link = subject.sidebar().getByRole("link", { name: title });
    await link.waitFor();
    await subject.rest();

    const { x, y, width, height } = await link.boundingBox();
    await subject.evaluate(`probe.expectOpened(${JSON.stringify(title)})`);
    const before = await subject.work();
    await page.mouse.click(x + width / 2, y + height / 2);
    const seen = await subject.evaluate("probe.opened");
    const work = between(before, await subject.work());

    await subject.composer().click();
    await subject.rest();
    await subject.evaluate("probe.forget()");
    const beforeKeys = await subject.work();
    const keys = [];
    for (const key of WORDS) {
      await page.keyboard.press(key);
      keys.push(await subject.evaluate("probe.keys.at(-1)"));
    }
    const perKey = (await subject.work()).busyMs - beforeKeys.busyMs;
    keys.sort((a, b) => a - b);
    return {
      ...work,
      ...seen,
      keyMedianMs: at(keys, 0.5),
      keyP95Ms: at(keys, 0.95),
      busyPerKeyMs: perKey / keys.length,
      ...(await subject.memory()),
    };
  });
}
