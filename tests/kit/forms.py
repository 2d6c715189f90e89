"""The forms of a page, as somebody without script sends them."""
from html.parser import HTMLParser


class Form:
    def __init__(self, method, action, kind):
        self.method, self.action, self.kind = method, action, kind
        self.fields = {}  # name -> value as the page has it
        self.texts = []   # names of what a person writes in
        self.files = []
        self.names = set()  # all it can send, also boxes that are not ticked and buttons that are not pressed
        self.values = {}    # name -> values that choices offer


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        name = a.get("name")
        if tag == "form":
            self.form = Form((a.get("method") or "get").upper(), a.get("action") or "", a.get("enctype") or "")
            self.forms.append(self.form)
        if not self.form:
            return
        if tag in ("input", "textarea", "select", "button") and name:
            self.form.names.add(name)
            if a.get("value"):
                self.form.values.setdefault(name, []).append(a["value"])
        if tag == "option" and self.select and a.get("value"):
            self.form.values.setdefault(self.select, []).append(a["value"])
        if tag == "input" and name:
            self.input(name, a)
        if tag == "textarea" and name:
            self.area = name
            self.form.fields[name] = ""
            self.form.texts.append(name)
        if tag == "select" and name:
            self.select = name
        if tag == "option" and self.select and ("selected" in a or self.select not in self.form.fields):
            self.form.fields[self.select] = a.get("value") or ""
        if tag == "button" and name and name not in self.form.fields:
            self.form.fields[name] = a.get("value") or ""

    def input(self, name, a):
        kind = a.get("type") or "text"
        if kind == "file":
            self.form.files.append(name)
        elif kind in ("radio", "checkbox"):
            if "checked" in a:
                self.form.fields[name] = a.get("value") or "on"
        else:
            self.form.fields[name] = a.get("value") or ""
            if kind != "hidden":
                self.form.texts.append(name)

    def handle_data(self, data):
        if self.area and self.form:
            self.form.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = None


def forms(body):
    reader = _Reader()
    reader.feed(body.decode("utf-8", "replace") if isinstance(body, bytes) else body)
    return reader.forms


def form_to(body, action):
    """The form of a page that is sent to `action`."""
    return next((f for f in forms(body) if f.action.split("?")[0] == action), None)
