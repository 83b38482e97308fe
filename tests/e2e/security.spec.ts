// The policy as shipped and as enforced, and where the key may go.

import { heard } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, preferModel, test } from "./fixtures/test";
import { send, settled } from "./pages/chat";
import { openSettings } from "./pages/settings";

for (const file of ["index.html", "404.html", "callback/index.html"]) {
  test(`${file} states the policy first and has nothing inline`, async ({ baseURL }) => {
    const text = await (await fetch(new URL(file, baseURL))).text();
    const head = text.slice(text.indexOf("<head>") + "<head>".length).trimStart();
    expect(head).toMatch(/^<meta http-equiv="Content-Security-Policy" content="/);
    const policy = /content="([^"]*)"/.exec(head)![1];
    expect(policy).not.toContain("unsafe-inline");
    expect(policy).not.toContain("'unsafe-eval'");
    const directives = policy.split(";").map((directive) => directive.trim());
    expect(directives).toContain("default-src 'none'");
    expect(directives).toContain("connect-src 'self' https://openrouter.ai");
    expect(directives).toContain("require-trusted-types-for 'script'");
    expect(directives).toContain("trusted-types parlance-worker");
    expect(text.replace(/<script[^>]*\ssrc="[^"]*"[^>]*><\/script>/g, "")).not.toContain("<script");
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(text).toContain('<meta name="referrer" content="no-referrer">');
  });
}

test("a string never becomes markup", async ({ page, watch }) => {
  watch.allow(/TrustedHTML|trusted-types|Trusted Type/); // The breach tried here, told by console and by watch.
  await page.goto("");
  const thrown = await page.evaluate(() => {
    try {
      document.createElement("div").innerHTML = "<b>markup</b>";
      return "nothing";
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(thrown).toBe("TypeError");
  const policy = await page.evaluate(() => {
    try {
      (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes.createPolicy("mine", {});
      return "made";
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(policy).toBe("TypeError");
});

test("a worker starts from one address alone", async ({ page, watch }) => {
  watch.allow(/TrustedScriptURL|trusted-types|Trusted Type/); // The breaches tried here, told by console and by watch.
  await page.goto("");
  const thrown = await page.evaluate(() => {
    const policies = (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes;
    const tried = [() => new Worker("worker.js"), () => policies.createPolicy("parlance-worker", {})];
    return tried.map((attempt) => {
      try {
        attempt();
        return "nothing";
      } catch (error) {
        return (error as Error).name;
      }
    });
  });
  expect(thrown).toEqual(["TypeError", "TypeError"]);
});

test("the page can reach nobody but itself and OpenRouter", async ({ page, watch }) => {
  watch.allow(/violat|Content.Security.Policy|stranger/i); // The breaches tried here, told by console and by watch.
  await page.goto("");
  const stopped = await page.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    const until = async (count: number) => {
      while (seen.length < count) await new Promise(requestAnimationFrame);
    };
    await fetch("https://elsewhere.example/").catch(() => undefined);
    await until(1);
    const picture = document.createElement("img");
    // From https they may come, once the person has asked (ADR 10).
    picture.src = "http://elsewhere.example/pixel.png";
    document.body.append(picture);
    await until(2);
    const frame = document.createElement("iframe");
    frame.src = "https://elsewhere.example/";
    document.body.append(frame);
    await until(3);
    const form = document.createElement("form");
    form.action = "https://elsewhere.example/";
    document.body.append(form);
    try {
      form.submit();
    } catch {
      // Firefox throws, and reports as well.
    }
    await until(4);
    return seen;
  });
  expect(stopped).toEqual(["connect-src", "img-src", "frame-src", "form-action"]);
});

/** What browsers send by themselves. */
const BROWSERS_OWN = /^(:.*|accept|accept-encoding|accept-language|cache-control|connection|content-length|dnt|host|origin|pragma|priority|te|user-agent|sec-.*)$/;

test("a chat request names the app and sends nothing that the preflight refuses", async ({ page, watch, word, baseURL }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Hello ${word}`);
  await settled(page);
  const [{ headers, authorization_present }] = await heard(word);
  expect(authorization_present).toBe(true);
  expect(headers["http-referer"]).toBe(baseURL);
  expect(headers["x-openrouter-title"]).toBe("Parlance");
  expect(headers["referer"]).toBeUndefined();
  expect(headers["cookie"]).toBeUndefined();
  const ours = Object.keys(headers).filter((name) => !BROWSERS_OWN.test(name));
  expect(ours.sort()).toEqual(["authorization", "content-type", "http-referer", "x-openrouter-title"]);
});

test("nothing that a browser stores, an address says or a message brings changes where requests go", async ({ page, context, watch, word }) => {
  await context.addInitScript(() => {
    if (location.hostname !== "localhost") return;
    for (const area of [localStorage, sessionStorage]) {
      for (const name of ["origin", "api", "api_origin", "base", "base_url", "baseUrl", "server", "sandbox", "endpoint", "proxy", "host"]) {
        for (const prefix of ["", "parlance.", "parlance_", "PARLANCE_", "openrouter."]) area.setItem(prefix + name, "https://elsewhere.example");
      }
      area.setItem("PARLANCE_SANDBOX", "http://127.0.0.1:1");
    }
  });
  await preferModel(context, "sandbox/echo");
  const elsewhere = encodeURIComponent("https://elsewhere.example");
  await connectWithKey(page, watch, `?origin=${elsewhere}&api=${elsewhere}&base_url=${elsewhere}&sandbox=${elsewhere}&PARLANCE_SANDBOX=${elsewhere}#api=${elsewhere}`);
  await page.evaluate(() => {
    const orders = ["https://elsewhere.example", { origin: "https://elsewhere.example", api: "https://elsewhere.example" }];
    for (const order of orders) {
      window.postMessage(order, "*");
      for (const name of ["parlance", "parlance.session", "parlance.settings"]) new BroadcastChannel(name).postMessage(order);
    }
  });
  await send(page, `Hello ${word}`);
  await expect(await settled(page)).toContainText(word);
  // That no other host was asked is what the watch claims, here as in every test.
  expect((await heard(word)).map(({ path }) => path)).toEqual(["/api/v1/chat/completions"]);
});

test("links that leave tell nobody where they came from", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await openSettings(page);
  const links = page.locator('a[href^="http"]');
  await expect(links.first()).toBeVisible();
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute("rel", /noopener.*noreferrer|noreferrer.*noopener/);
    await expect(link).toHaveAttribute("target", "_blank");
  }
});
