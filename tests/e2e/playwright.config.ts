// How the end-to-end tests meet the browsers.
//
// The pages are the production bits, served by the sandbox on localhost. The same sandbox is
// https://openrouter.ai: Chromium is told so by a rule for names, Firefox by a small proxy, and both
// accept its certificate. Nothing leaves the machine.
//
// This never retries: a test that passes only sometimes is a failure to be understood.

import { defineConfig } from "@playwright/test";

/** What `cargo xtask test` tells us. */
function told(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `${name} is not set. Run these tests through \`cargo xtask test --only e2e\`, which builds the app, starts the ` +
        "sandbox and says where both are. What follows two dashes goes to Playwright: `-- --grep \"sign in\"`.",
    );
  }
  return value;
}

const site = `http://localhost:${told("PARLANCE_SITE_PORT")}/`;
const tlsPort = told("PARLANCE_TLS_PORT");
const proxyPort = told("PARLANCE_PROXY_PORT");
/** Set when the system's own browser is used, else Playwright's is. */
const { CHROMIUM_PATH: chromium, FIREFOX_PATH: firefox } = process.env;
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  // For what hangs. On two slow cores an honest test has taken 40 s.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  use: {
    baseURL: site,
    ignoreHTTPSErrors: true,
    locale: "en-US",
    // To record one takes Firefox 1.7 times as long; `-- --trace on` does it for a test that fails.
    trace: "off",
  },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: {
          executablePath: chromium || undefined,
          args: [
            `--host-resolver-rules=MAP openrouter.ai:443 127.0.0.1:${tlsPort}`,
            // Chromium refuses to run as root with its sandbox.
            ...(isRoot ? ["--no-sandbox"] : []),
            // QUIC would not heed the rule above; the others are conversations of its own.
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
          ],
        },
      },
    },
    {
      name: "firefox",
      use: {
        browserName: "firefox",
        // Here and not in launchOptions, where the channel moz-firefox ignores it.
        proxy: { server: `http://127.0.0.1:${proxyPort}`, bypass: "localhost,127.0.0.1" },
        launchOptions: firefox ? { channel: "moz-firefox", executablePath: firefox } : {},
      },
    },
  ],
});
