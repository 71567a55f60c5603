"""Persons: mentions joined, the full name in the nominative, office and country."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.records import Country, Entity, Mention, Name
from pipeline.core.stage import Marker, marker
from pipeline.naming.desk import Desk
from pipeline.naming.offices import Office, leaders
from pipeline.naming.parts import Person
from pipeline.naming.persons import persons


def people(overlay: Path | None = None) -> Marker:
    """«Президент Узбекистана Шавкат Мирзиёев», «Ш. Мирзиёева» → one person, president, UZB."""

    known = leaders(overlay)

    @marker("people", needs={"word", "tag", Name, Country}, gives={Entity, Mention})
    def stage(doc: Doc) -> Iterator[Entity | Mention]:
        names = [name for name in doc.all(Name) if name.type == "PER"]
        if not names:
            return
        desk = Desk(doc, overlay)
        for person in persons(doc, names):
            office, country = _office(desk, person, known)
            entity = Entity("person", person.name, office.role if office else None, country)
            yield entity
            for part in person.parts:
                yield Mention(part.name.span, "PER", person.name, entity, None, part.name.rule)

    return stage


def _office(desk: Desk, person: Person, known: dict[str, str]) -> tuple[Office | None, str | None]:
    """The first office that the document gives; the country that it states, else the likeliest."""
    chosen: Office | None = None
    stated: str | None = None
    likely: str | None = None
    for part in person.parts:
        office = desk.before(part.name.span) or desk.after(part.name.span)
        chosen = chosen or office
        if office is not None and office.stated:
            stated = stated or office.country
        elif office is not None:
            likely = likely or office.country
        if stated is None:
            stated = desk.beside(part.name.span)
        if chosen is not None and stated is not None:
            break  # no other mention can tell more
    return chosen, stated or known.get(fold(person.name)) or likely
