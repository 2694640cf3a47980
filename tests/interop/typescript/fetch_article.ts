// openapi-typescript makes types of the contract; openapi-fetch asks with them, by its defaults, and tsc refuses what
// they do not allow.
import createClient from "openapi-fetch";
import type { components, paths } from "./contract.js";

declare const process: { argv: [string, string, string] };
const client = createClient<paths>({ baseUrl: process.argv[2] });
const id = "microsoft-china-relocation";

function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: found ${found}, expected ${expected}`);
}

const article = (await client.GET("/v1/articles/{id}", { params: { path: { id } } })).data;
same("published", article?.published, "2024-05-23");

// Two values of one filter, page by page.
async function page(after: string | null): Promise<components["schemas"]["FigurePage"]> {
  const query = { hedge: ["about" as const, "range" as const], count: "true" as const, limit: 1 };
  const asked = after === null ? query : { ...query, cursor: after };
  const { data, error } = await client.GET("/v1/figures", { params: { query: asked } });
  if (!data) throw new Error(JSON.stringify(error));
  return data;
}

const labels: (string | undefined)[] = [];
for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
  const found = await page(cursor);
  same("one record a page", found.items.length, 1);
  for (const one of found.items) labels.push(one.label);
  cursor = found.next_cursor;
  if (cursor === null) same("all of them", labels.length, found.total);
}

// The same filter turned round: the figures that are left.
const others = await client.GET("/v1/figures", { params: { query: { hedge_not: ["about", "range"], limit: 1000 } } });
for (const one of others.data?.items ?? []) if (one.hedge === "about") throw new Error("an excluded hedge");
same("all the others", (others.data?.items.length ?? 0) > 0, true);

const checked = await client.POST("/v1/articles/{id}/text-check", {
  params: { path: { id } },
  body: { text: "A text of nobody in particular." },
});
same("another text", checked.data?.same_text, false);
same("nothing of it stands there", checked.data?.exact, 0);

const missing = await client.GET("/v1/articles/{id}", { params: { path: { id: "none" } } });
if (typeof missing.error === "string") throw new Error(missing.error);
same("code", missing.error?.code, "not-found");

// @ts-expect-error: a hedge that there is not
await client.GET("/v1/figures", { params: { query: { hedge: ["maybe"] } } });

console.log(`${labels.length} approximate figures or ranges; “${article?.headline}”`);
