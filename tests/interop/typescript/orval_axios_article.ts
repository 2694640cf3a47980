// orval without any option: functions that ask by axios, which writes a list as `hedge[]=about&hedge[]=range`.
import axios from "axios";
import { checkText, getArticle, listFigures } from "./orval_axios.js";

declare const process: { argv: [string, string, string] };
// Where the server is, is the one thing that a program has to say: the contract's own server is "/".
axios.defaults.baseURL = process.argv[2];
const id = "microsoft-china-relocation";

function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: found ${found}, expected ${expected}`);
}

const article = await getArticle(id);
same("published", article.data.published, "2024-05-23");

const first = await listFigures({ hedge: ["about", "range"], count: "true", limit: 1 });
const rest = await listFigures({ hedge: ["about", "range"], cursor: first.data.next_cursor ?? "" });
const figures = [...first.data.items, ...rest.data.items];
same("all of them", figures.length, first.data.total);

const report = await checkText(id, { text: "A text of nobody in particular." });
same("nothing of it stands there", report.data.exact, 0);

console.log(`${figures.length} figures by axios, the first hedged ${figures[0]?.hedge}`);
