// hyparquet reads a Parquet file by its URL, with requests for ranges, and nothing beside it.
import { asyncBufferFromUrl, parquetReadObjects } from "hyparquet";

const file = await asyncBufferFromUrl({ url: `${process.argv[2]}/v1/facts.parquet` });
const rows = await parquetReadObjects({ file, columns: ["ref", "value_min", "earliest", "approximate"] });
console.log(JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
