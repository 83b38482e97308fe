// The back button after signing in: the way there is walked back and forth, and the code is spent once.

import { firefoxPreferences } from "./fixtures/browsers";
import { expect, test as base } from "./fixtures/test";
import { heard } from "./fixtures/sandbox";
import { composer } from "./pages/chat";
import { Consent } from "./pages/consent";

// Of a page of another origin that Firefox brings back whole, Playwright is not told: here it loads such pages anew.
const test = base.extend(firefoxPreferences({ "browser.sessionhistory.max_total_viewers": 0 }));

test("the back button after sign-in spends nothing again", async ({ page }) => {
  await page.goto("");
  await page.getByRole("button", { name: "Connect OpenRouter" }).click();
  const consent = new Consent(page);
  await consent.address();
  const returned = page.waitForRequest((request) => /\/callback\/\?.*code=/.test(request.url()));
  await consent.authorize();
  await expect(composer(page)).toBeVisible();
  await page.goBack();
  await consent.address();
  await page.goForward();
  await expect(composer(page)).toBeVisible();
  const code = new URL((await returned).url()).searchParams.get("code")!;
  expect((await heard(code)).filter((request) => request.path === "/api/v1/auth/keys" && request.method === "POST")).toHaveLength(1);
});
