"""The portal (门户): pages in Chinese for officers, over the same acts as every other door.

One module a subject, each with a ``router``. A page takes its visit and draws a template; a
form is read whole, carried out by casework, and comes back as typed when it is refused:

    @router.get("/projects/{code}/note")
    def ask(visit: Signed, code: str) -> Response:
        return visit.page("note.html", code=code, form=Filled())

    @router.post("/projects/{code}/note")
    def write(visit: Signed, code: str, form: FilledIn) -> Response:
        try:
            visit.write(lambda: act(visit.office, project=code, ..., key=form.key,
                                    expect=form.version, by=visit.signer.number,
                                    via=Via.PORTAL, now=visit.now))
        except Objection as refused:
            return visit.page("note.html", problems=refused.problems, code=code, form=form)
        return visit.seen(f"/projects/{code}")

A refusal of the rules is 422, somebody who was first 409, both with the form; who lacks the
right gets a page (403), what does not exist another (404). Templates extend ``layout.html``
and take their parts from ``parts.html`` and ``form.html``; they hold no rules, no script and
no style. A new module is named in ``app.ROUTERS``, a new part of the portal in
``navigation.PARTS``.
"""
