// What is left over: chats begun, answered and deleted, round after round.
//
// People cannot delete a chat yet, so the bench build does it when it is told to (`src/services/bench.rs`).

import { randomUUID } from "node:crypto";

import { release, Subject } from "./browser.mjs";

const MODEL = "sandbox/bench-6000-5000";
const N_ROUNDS = 10;
/** Rounds after which memory is looked at: once everything has been used a few times, and at the end. */
const LOOKS = [3, N_ROUNDS];

/** Ten rounds of so many answers each. */
export function leak(browser, nAnswers) {
  return Subject.with(browser, MODEL, async (subject) => {
    await subject.connect("bench/");
    const looks = [];
    for (let round = 1; round <= N_ROUNDS; round++) {
      await subject.sidebar().getByRole("button", { name: "New chat" }).click();
      await subject.page.locator("article").first().waitFor({ state: "detached" });
      for (let answer = 0; answer < nAnswers; answer++) {
        const gate = `g${randomUUID().replaceAll("-", "")}`;
        await subject.send(`Again, please. ${gate}`);
        await subject.evaluate("probe.watch(0)");
        await release(gate);
        await subject.evaluate("probe.settled");
      }
      await subject.sidebar().getByRole("button", { name: "New chat" }).click();
      await subject.page.locator("article").first().waitFor({ state: "detached" });
      await subject.evaluate(`new BroadcastChannel("bench-verbs").postMessage("delete")`);
      await subject.sidebar().getByRole("listitem").first().waitFor({ state: "detached" });
      if (LOOKS.includes(round)) {
        await subject.rest();
        looks.push({ round, ...(await subject.memory()) });
      }
    }
    return { nAnswers, looks };
  });
}
