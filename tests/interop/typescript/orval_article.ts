// orval makes functions of the contract, which ask by fetch.
import { checkText, getArticle, listFigures } from "./orval.js";

const id = "microsoft-china-relocation";

function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: found ${found}, expected ${expected}`);
}

const article = await getArticle(id);
if (article.status !== 200) throw new Error(`${article.status}`);
same("published", article.data.published, "2024-05-23");

const first = await listFigures({ hedge: ["about", "range"], count: "true", limit: 1 });
if (first.status !== 200) throw new Error(`${first.status}`);
const rest = await listFigures({ hedge: ["about", "range"], cursor: first.data.next_cursor ?? "" });
if (rest.status !== 200) throw new Error(`${rest.status}`);
const figures = [...first.data.items, ...rest.data.items];
same("all of them", figures.length, first.data.total);

const report = await checkText(id, { text: "A text of nobody in particular." });
if (report.status !== 200) throw new Error(`${report.status}`);
same("nothing of it stands there", report.data.exact, 0);

console.log(`${figures.length} figures, the first hedged ${figures[0]?.hedge}`);
