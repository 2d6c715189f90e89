#!/usr/bin/env python3
"""Makes a typed C function from each page template (src/**/x.html).

usage: html.py OUT.h OUT.c TEMPLATE      the struct HtmlX and the functions html_x, html_put_x
       html.py --texts TEMPLATE...       the texts to translate, as C that xgettext reads

A template is HTML with
  {{name}}                  Str, escaped for the text or the quoted attribute where it stands;
                            in href, src, action, hx-get and the like a Url
  {{{name}}}                Html, as it is; only between tags
  {{#list}}...{{/list}}     each item; {{../name}} is a field of the level above
  {{?name}}...{{/name}}     if present: a bool when the name is used in no other way, else not empty
  {{^name}}...{{/name}}     if absent
  {{_ Svensk text}}         translated
  {{! a note}}              nothing; nor do HTML comments reach the page
Whatever else stands in braces is an error, and so are unquoted attribute values, event attributes,
inline script and inline style.
"""
import os
import re
import sys

URL_ATTRIBUTES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-put", "hx-patch",
                  "hx-delete", "hx-push-url", "hx-replace-url", "poster", "cite"}
URL_ATTRIBUTES |= {"data-" + name for name in URL_ATTRIBUTES if name.startswith("hx-")}
CLOSED_ATTRIBUTES = {"hx-vals", "hx-headers", "hx-trigger", "hx-request", "hx-sync", "srcset"}
FORBIDDEN_ATTRIBUTES = {"style", "srcdoc"}
KEYWORDS = set("""auto break case char const continue default do double else enum extern float for
goto if inline int long register restrict return short signed sizeof static struct switch typedef
union unsigned void volatile while bool true false lang buf data arena""".split())


class TemplateError(Exception):
    pass


class Field:
    """What one level of a template needs: text, url, html, list or (still) only a condition."""

    def __init__(self, name):
        self.name, self.kind, self.level = name, None, None


class Level:
    def __init__(self, name, above):
        self.name, self.above, self.fields = name, above, {}

    def depth(self):
        return 0 if self.above is None else self.above.depth() + 1


def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


class Template:
    """One pass over the text: where in the HTML each hole stands decides what it may be."""

    def __init__(self, path, text):
        self.path, self.text, self.at = path, text, 0
        base = os.path.basename(path)[: -len(".html")].replace("-", "_")
        self.name = base
        self.root = Level("Html" + camel(base), None)
        self.level = self.root
        self.out = []        # ("text", str) | ("hole", kind, access) | ("open"/"close", ...)
        self.texts = []      # (line, text)
        self.sections = []   # (sign, name, state at the opening, level before, line)
        self.state = "text"
        self.tag = self.attribute = self.quote = ""
        self.value = None    # what stands before in the attribute's value; None after a hole
        self.preformatted = False
        self.last = ">"
        self.run()

    def fail(self, text, at=None):
        line = self.text.count("\n", 0, self.at if at is None else at) + 1
        raise TemplateError(f"{self.path}:{line}: {text}")

    def run(self):
        while self.at < len(self.text):
            if self.text.startswith("{{", self.at):
                self.hole()
            else:
                self.character()
        if self.sections:
            self.fail(f"{{{{{self.sections[-1][0]}{self.sections[-1][1]}}}}} is never closed",
                      self.sections[-1][4])
        if self.state != "text":
            self.fail("the template ends inside a tag")

    # --- holes ---

    def hole(self):
        raw = self.text.startswith("{{{", self.at)
        m = re.compile(r"\{\{\{(.*?)\}\}\}" if raw else r"\{\{(.*?)\}\}", re.S).match(self.text, self.at)
        if not m:
            self.fail("{{ without }}")
        inner = m.group(1)
        if self.state in ("name", "attribute"):  # <input{{?on}} checked{{/on}}>
            self.end_name()
        if inner.startswith("!") and not raw:
            pass
        elif raw:
            self.raw_hole(inner.strip())
        elif inner.startswith("_ ") or inner.startswith("_\n"):
            self.translated(re.sub(r"\s+", " ", inner[1:]).strip())
        elif inner[:1] in "#?^" and inner:
            self.section_open(inner[0], inner[1:].strip())
        elif inner[:1] == "/":
            self.section_close(inner[1:].strip())
        else:
            self.value_hole(inner.strip())
        self.at = m.end()
        if self.state == "value" and not inner.startswith("!"):
            self.value = None if self.value is None or "#" not in self.value else self.value

    def find(self, name, kind):
        """The C expression of a field, whose type this use decides."""
        level, plain, ups = self.level, name, 0
        while plain.startswith("../"):
            plain, ups = plain[3:], ups + 1
            if level.above is None:
                self.fail(f"{name}: there is no level above")
            level = level.above
        if not re.fullmatch(r"[a-z][a-z0-9_]*", plain):
            self.fail(f"{{{{{name}}}}} is no field name (small letters, digits, _) nor anything else known")
        if plain in KEYWORDS:
            self.fail(f"{plain} is a word of C")
        field = level.fields.setdefault(plain, Field(plain))
        if kind != "condition":
            if field.kind not in (None, kind):
                self.fail(f"{plain} is used as {field.kind} and as {kind}")
            field.kind = kind
        return level, field

    def raw_hole(self, name):
        if self.state != "text":
            self.fail("{{{ }}} may stand only between tags")
        level, field = self.find(name, "html")
        self.out.append(("html", level, field))

    def translated(self, text):
        if self.state == "value" and self.attribute in URL_ATTRIBUTES | CLOSED_ATTRIBUTES:
            self.fail(f"no translated text in {self.attribute}")
        if self.state not in ("text", "value"):
            self.fail("a text may stand only between tags or in a quoted attribute")
        if not text:
            self.fail("{{_ }} without a text")
        if "{" in text or "}" in text:
            self.fail("no braces in a translated text")
        self.texts.append((self.text.count("\n", 0, self.at) + 1, text))
        self.out.append(("tr", text))

    def value_hole(self, name):
        if self.state not in ("text", "value"):
            self.fail(f"{{{{{name}}}}} may stand only between tags or in a quoted attribute")
        kind = "text"
        if self.state == "value":
            if self.attribute in CLOSED_ATTRIBUTES:
                self.fail(f"no holes in {self.attribute}")
            if self.attribute in URL_ATTRIBUTES:
                if self.value == "":
                    kind = "url"
                elif self.value is None or not re.search(r"#|^mailto:|^tel:", self.value):
                    self.fail(f"in {self.attribute} a hole stands first and is a Url (or after a #)")
        level, field = self.find(name, kind)
        self.out.append((kind, level, field))

    def section_open(self, sign, name):
        if self.state not in ("text", "value", "tag"):
            self.fail("a section may not begin here")
        if self.state == "value" and self.attribute in URL_ATTRIBUTES | CLOSED_ATTRIBUTES:
            self.fail(f"no sections in {self.attribute}")
        if self.state == "tag" and sign == "#":
            self.fail("no list between attributes")
        level, field = self.find(name, "list" if sign == "#" else "condition")
        self.sections.append((sign, name, self.state, self.level, self.at))
        self.out.append(("open", sign, level, field, self.level))
        if sign == "#":
            if field.level is None:
                field.level = Level(level.name + camel(field.name), level)
            if level is not self.level:
                self.fail("a list of the level above cannot be walked here")
            self.level = field.level

    def section_close(self, name):
        if not self.sections or self.sections[-1][1] != name:
            self.fail(f"{{{{/{name}}}}} closes nothing open")
        sign, _, state, level, _ = self.sections.pop()
        if self.state != state:
            self.fail(f"{{{{/{name}}}}} stands in another place of the HTML than its beginning")
        if sign == "#":
            self.level = level
        self.out.append(("close", sign))

    # --- HTML ---

    def literal(self, text):
        if self.out and self.out[-1][0] == "literal":
            self.out[-1] = ("literal", self.out[-1][1] + text)
        else:
            self.out.append(("literal", text))
        self.last = text[-1]

    def end_name(self):
        if self.state == "name":
            self.tag = self.tag.lower()
        elif self.state == "attribute":
            self.check_attribute()
        self.state = "tag"

    def check_attribute(self):
        name = self.attribute = self.attribute.lower()
        if name.startswith("on") or name.startswith("hx-on"):
            self.fail(f"{name}: no event attributes, the content security policy forbids them")
        if name in FORBIDDEN_ATTRIBUTES:
            self.fail(f"{name}: not allowed")

    def character(self):
        c = self.text[self.at]
        getattr(self, "in_" + self.state)(c)

    def take(self, c):
        self.literal(c)
        self.at += 1

    def in_text(self, c):
        if self.text.startswith("<!--", self.at):
            end = self.text.find("-->", self.at)
            if end < 0:
                self.fail("a comment without end")
            if "{{" in self.text[self.at:end]:
                self.fail("holes in an HTML comment: use {{! }}")
            self.at = end + 3
        elif c == "<" and re.match(r"<!?/?[A-Za-z]", self.text[self.at:]):
            self.state, self.tag = "name", ""
            self.take(c)
        elif c == "<":
            self.fail("a < that begins no tag: write &lt;")
        elif c == "\n" and not self.preformatted:
            self.at += len(re.match(r"\s+", self.text[self.at:]).group(0))
            if self.last != "\n":
                self.literal("\n")
        else:
            self.take(c)

    def in_name(self, c):
        if c.isspace() or c == ">" or (c == "/" and self.tag):
            self.end_name()
        elif re.match(r"[A-Za-z0-9:!/-]", c):
            self.tag += c
            self.take(c)
        else:
            self.fail(f"{c} in the name of a tag")

    def in_tag(self, c):
        if c == ">":
            self.end_tag()
            self.take(c)
        elif c.isspace():
            if not self.last.isspace():
                self.literal(" ")
            self.at += 1
        elif c == "/" and self.text.startswith("/>", self.at):
            self.take(c)
        elif re.match(r"[A-Za-z_:@-]", c):
            if not self.last.isspace():
                self.fail("a space is missing before the attribute")
            self.state, self.attribute = "attribute", ""
        else:
            self.fail(f"{c} between attributes")

    def end_tag(self):
        if self.tag == "style":
            self.fail("<style>: not allowed, styles lie in assets/")
        if self.tag == "script" and not self.text.startswith("></script>", self.at):
            self.fail("<script>: no inline script")
        if self.tag in ("pre", "textarea"):
            self.preformatted = True
        if self.tag in ("/pre", "/textarea"):
            self.preformatted = False
        self.state = "text"

    def in_attribute(self, c):
        if c == "=":
            self.check_attribute()
            self.take(c)
            if self.text[self.at:self.at + 1] not in ('"', "'"):
                self.fail(f"the value of {self.attribute} must be quoted")
            self.quote, self.value, self.state = self.text[self.at], "", "value"
            self.take(self.quote)
        elif c.isspace() or c in ">/":
            self.end_name()
        elif re.match(r"[A-Za-z0-9_:.@-]", c):
            self.attribute += c
            self.take(c)
        else:
            self.fail(f"{c} in the name of an attribute")

    def in_value(self, c):
        if c == self.quote:
            self.state = "tag"
        elif c == "<":
            self.fail(f"a < in the value of {self.attribute}: a quotation mark is missing, or write &lt;")
        else:
            if self.value is None and c == "#":
                self.value = "#"
            elif self.value is not None:
                self.value += c
                if re.match(r"\s*(js|javascript|data):", self.value, re.I):
                    self.fail(f"{self.value} in {self.attribute}")
        self.take(c)


# --- C ------------------------------------------------------------------------------------------

TYPES = {"text": "Str", "url": "Url", "html": "Html", None: "bool"}


def c_string(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n") + '"'


def access(level, field):
    return f"l{level.depth()}->{field.name}"


def present(level, field):
    name = access(level, field)
    return {"text": f"{name}.size > 0", "url": f"{name}.address.size > 0",
            "html": f"{name}.markup.size > 0", "list": f"{name}.count > 0", None: name}[field.kind]


def struct_lines(level):
    """Inner levels first, as C wants them."""
    lines = []
    for field in level.fields.values():
        if field.kind == "list":
            lines += struct_lines(field.level)
    lines.append("typedef struct {")
    for field in level.fields.values():
        kind = f"{field.level.name}List" if field.kind == "list" else TYPES[field.kind]
        lines.append(f"    {kind} {field.name};")
    if not level.fields:
        lines.append("    bool nothing;")
    lines.append(f"}} {level.name};")
    if level.above is not None:
        lines.append(f"LIST_OF({level.name}List, {level.name});")
    return lines


def header(template):
    return [f"// Made by tools/html.py from {template.path}.", "#pragma once",
            '#include "base/html.h"', '#include "base/lang.h"', '#include "base/list.h"', "",
            *struct_lines(template.root), "",
            f"Html html_{template.name}(Arena *arena, Lang lang, const {template.root.name} *data);",
            f"void html_put_{template.name}(Buf *buf, Lang lang, const {template.root.name} *data);"]


def source(template):
    name, root = template.name, template.root.name
    lines = [f"// Made by tools/html.py from {template.path}.",
             f'#include "gen/{os.path.basename(template.path)}.h"', "",
             f"void html_put_{name}(Buf *buf, Lang lang, const {root} *l0) {{",
             "    (void)lang, (void)l0;"]
    indent = 1

    def add(text):
        lines.append("    " * indent + text)
    for part in template.out:
        kind = part[0]
        if kind == "literal":
            add(f"buf_add(buf, STR({c_string(part[1])}));")
        elif kind == "tr":
            add(f"html_put_text(buf, tr_str(lang, {c_string(part[1])}));")
        elif kind == "text":
            add(f"html_put_text(buf, {access(part[1], part[2])});")
        elif kind == "url":
            add(f"html_put_text(buf, {access(part[1], part[2])}.address);")
        elif kind == "html":
            add(f"buf_add(buf, {access(part[1], part[2])}.markup);")
        elif kind == "open" and part[1] == "#":
            level, field = part[2], part[3]
            d = level.depth() + 1
            add(f"for (size_t i{d} = 0; i{d} < {access(level, field)}.count; i{d}++) {{")
            indent += 1
            add(f"const {field.level.name} *l{d} = &{access(level, field)}.items[i{d}];")
            add(f"(void)l{d};")
        elif kind == "open":
            condition = present(part[2], part[3])
            add(f"if ({condition}) {{" if part[1] == "?" else f"if (!({condition})) {{")
            indent += 1
        elif kind == "close":
            indent -= 1
            add("}")
    lines += ["}", "", f"Html html_{name}(Arena *arena, Lang lang, const {root} *data) {{",
              "    Buf buf = buf_begin(arena);", f"    html_put_{name}(&buf, lang, data);",
              "    return html_from_buf(&buf);", "}"]
    return lines


def read(path):
    with open(path, encoding="utf-8") as f:
        return Template(re.sub(r"^.*?(?=src/)", "", path), f.read())


def write(path, lines):
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def main(arguments):
    try:
        if arguments[:1] == ["--texts"]:
            for path in arguments[1:]:
                for line, text in read(path).texts:
                    print(f'#line {line} "{path}"\ntr(lang, {c_string(text)});')
            return 0
        out_h, out_c, path = arguments
        template = read(path)
        write(out_h, header(template))
        write(out_c, source(template))
        return 0
    except TemplateError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
