// openapi-typescript makes types of the contract; openapi-fetch asks with them, and tsc refuses what they do not allow.
import createClient from "openapi-fetch";
import type { components, paths } from "./contract.js";

declare const process: { argv: [string, string, string] };
type Article = components["schemas"]["Article"];
type Problem = components["schemas"]["ProblemDocument"];
type Figures = components["schemas"]["FigurePage"];

// Several values go into one parameter, separated by commas: the contract's `explode: false`.
const client = createClient<paths>({
  baseUrl: process.argv[2],
  querySerializer: { array: { style: "form", explode: false } },
});

function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: found ${found}, expected ${expected}`);
}

const id = "microsoft-china-relocation";
const article = (await client.GET("/v1/articles/{id}", { params: { path: { id } } })).data as Article;
same("id", article.id, id);
same("published", article.published, "2024-05-23");

const query = { hedge: ["exact", "about"], count: "true" } satisfies paths["/v1/figures"]["get"]["parameters"]["query"];
const figures = (await client.GET("/v1/figures", { params: { query } })).data as Figures;
same("rows", figures.items.length, figures.total);
same("no other hedge", figures.items.every((one) => one.hedge === "exact" || one.hedge === "about"), true);

const missing = await client.GET("/v1/articles/{id}", { params: { path: { id: "none" } } });
same("code", (missing.error as Problem).code, "not-found");

// @ts-expect-error: a hedge that there is not
const wrong: typeof query.hedge = ["maybe"];
same("unused", wrong.length, 1);

console.log(`${figures.total} exact or approximate figures; “${article.headline}”`);
