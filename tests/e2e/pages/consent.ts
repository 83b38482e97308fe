// The page at openrouter.ai where a person says yes or no. It belongs to the sandbox.

import { expect, type Page } from "@playwright/test";

export class Consent {
  constructor(private readonly page: Page) {}

  /** Waits for the page and reads its address. */
  async address(): Promise<URL> {
    await this.page.waitForURL("https://openrouter.ai/auth?**");
    await expect(this.page.getByRole("button", { name: "Authorize" })).toBeVisible();
    return new URL(this.page.url());
  }

  async authorize(): Promise<void> {
    await this.page.getByRole("button", { name: "Authorize" }).click();
  }

  async deny(): Promise<void> {
    await this.page.getByRole("button", { name: "Deny" }).click();
  }

  /** Authorizes, with this failure to follow. */
  async authorizeThen(failure: string): Promise<void> {
    await this.page.getByText("For trying failures").click();
    await this.page.locator(`input[name=then][value="${failure}"]`).check();
    await this.authorize();
  }

  /** Grants without the person, and says where the browser would have been sent: a callback not yet visited. */
  async grantedAddress(): Promise<string> {
    const address = await this.address();
    address.searchParams.set("auto", "grant");
    // Through the sandbox's plain door, and in Node: the page stays where it is.
    const door = `http://127.0.0.1:${process.env.PARLANCE_HTTP_PORT}${address.pathname}${address.search}`;
    const response = await fetch(door, { redirect: "manual" });
    const place = response.headers.get("location");
    if (!place) throw new Error(`The consent page did not redirect: ${response.status}`);
    return place;
  }
}
