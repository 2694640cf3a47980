// openapi-typescript makes types of the contract; openapi-fetch asks with them, by its defaults, and tsc refuses what
// they do not allow.
import createClient from "openapi-fetch";
import type { paths } from "./contract.js";

declare const process: { argv: [string, string, string] };
const client = createClient<paths>({ baseUrl: process.argv[2] });
const id = "microsoft-china-relocation";

function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: found ${found}, expected ${expected}`);
}

const article = (await client.GET("/v1/articles/{id}", { params: { path: { id } } })).data;
same("published", article?.published, "2024-05-23");

// Two values of one filter, page by page.
const labels: (string | undefined)[] = [];
let cursor: string | null = null;
do {
  const query = { hedge: ["about", "range"] as ("about" | "range")[], count: "true" as const, limit: 1 };
  const asked = cursor === null ? query : { ...query, cursor };
  const { data, error } = await client.GET("/v1/figures", { params: { query: asked } });
  if (!data) throw new Error(error.detail);
  for (const one of data.items) labels.push(one.label);
  same("one record a page", data.items.length, 1);
  cursor = data.next_cursor;
  if (cursor === null) same("all of them", labels.length, data.total);
} while (cursor !== null);

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
