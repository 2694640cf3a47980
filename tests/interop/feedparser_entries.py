"""feedparser reads the Atom feeds and finds no fault."""

import feedparser
from asking import URL, items, same

feed = feedparser.parse(f"{URL}/v1/claims.atom?limit=1000")
claims = items("claims")
same("faults", (feed.bozo, feed.version), (False, "atom10"))
same(
    "titles",
    [one["label"] in entry.title for entry, one in zip(feed.entries, claims, strict=True)],
    [True] * len(claims),
)
same("links", [entry.link for entry in feed.entries], [f"{URL}/claims/{one['id']}" for one in claims])
same("ids", len({entry.id for entry in feed.entries}), len(claims))
same("statement", claims[0]["statement"] in feed.entries[0].summary, True)
same("tag ids", {entry.id.partition(":")[0] for entry in (feed.feed, *feed.entries)}, {"tag"})
same(
    "newest first",
    [entry.updated for entry in feed.entries],
    sorted((one.updated for one in feed.entries), reverse=True),
)

(article,) = feedparser.parse(f"{URL}/v1/articles.atom").entries
same("published", article.published, "2024-05-23T00:00:00Z")
same("author", article.author, items("articles")[0]["author"])
print(f"feedparser {feedparser.__version__}: {len(feed.entries)} claims; “{article.title}” by {article.author}")
