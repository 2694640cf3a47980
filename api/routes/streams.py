"""All records that match a question, rather than a page of them.

A whole collection is kept as a file. Filtered or sorted rows are copied from it if the format writes each row
independently of the others. Until the file exists rows are written for each request, and a long stream starts its
making.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice

from flask import Response, current_app

from api.formats import Format, View
from api.formats.format import single
from api.query.question import Question
from api.response.bodies import BodyFiles, KeptFile, gathered
from api.response.kept_rows import KeptRows, indexed
from api.response.respond import digest_of
from api.routes.present import respond_with, view_of
from api.store import Snapshot
from api.store.names import with_names
from api.store.plan import Find, Mark


def present_all(shown: Format, dataset: Snapshot, question: Question, tag: str) -> Response:
    """All records that match: streamed unless they are few."""
    files: BodyFiles = current_app.extensions["body_files"]
    asked = _Asked(shown, dataset, question, view_of(dataset, question), files)
    return respond_with(shown, asked.body(tag), dataset.version, tag)


@dataclass(frozen=True, slots=True)
class _Asked:
    shown: Format
    dataset: Snapshot
    question: Question
    view: View
    files: BodyFiles

    def body(self, tag: str) -> bytes | KeptFile | Iterator[bytes]:
        """The body, whose validator is `tag`."""
        question, has_rows = self.question, self.shown.row_lengths is not None
        if not (question.find.conditions or question.find.keys or question.mark or question.fields):
            name = self._name if has_rows else tag
            return self.files.find(name) or self.files.keep(name, self._whole)
        if question.fields or not has_rows:
            return gathered(self._written(question.find, question.mark))
        if (copied := self._copied()) is not None:
            return gathered(copied)
        body = gathered(self._written(question.find, question.mark))
        if not isinstance(body, bytes):
            self.files.prepare(self._name, self._whole)
        return body

    @property
    def _name(self) -> str:
        """The name of the file of the whole collection, however it is asked for."""
        view = self.view
        return digest_of(view.version, view.collection.name, self.shown.suffix, f"{view.bom} {view.names}")

    @property
    def _index(self) -> str:
        """The name of its index: the same content may be loaded with other positions."""
        return f"{self._name}-{self.dataset.placement}"

    def _written(self, find: Find, mark: Mark | None = None) -> Iterator[bytes]:
        lines = self.dataset.lines(find, mark)
        records = with_names(self.dataset, self.view.collection, single(lines)) if self.question.names else lines
        first = [*islice(records, 1)]  # read here, so that an early failure is an error, not a broken stream
        return self.shown.write(chain(first, records), self.view)

    def _whole(self) -> Iterator[bytes]:
        """All records of the collection, with an index if rows can be copied."""
        find, lengths = Find(self.view.collection), self.shown.row_lengths
        written = self._written(find)  # before there is a file, since it may fail
        if lengths is None or (index := self.files.spool(self._index)) is None:
            return written
        return indexed(written, chain.from_iterable(self.dataset.positions(find)), lengths, index)

    def _copied(self) -> Iterator[bytes] | None:
        """The rows from the collection's file; None if it is not there."""
        file, index = self.files.find(self._name), self.files.find(self._index)
        if file and index:
            with suppress(OSError):  # removed meanwhile
                return KeptRows(file.path, index.path).copied(
                    self.dataset.positions(self.question.find, self.question.mark)
                )
        return None
