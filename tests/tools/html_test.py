#!/usr/bin/env python3
"""tools/html.py: what it makes, and the faults that it must find."""
import importlib.util
import os
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.dont_write_bytecode = True

spec = importlib.util.spec_from_file_location("html_tool", os.path.join(ROOT, "tools", "html.py"))
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


def template(text):
    return tool.Template("src/a/board.html", text)


def fields(level):
    return {name: (fields(f.level) if f.kind == "list" else f.kind) for name, f in level.fields.items()}


class Types(unittest.TestCase):
    def check(self, text, expected):
        self.assertEqual(fields(template(text).root), expected, text)

    def test_where_a_hole_stands_decides_its_type(self):
        self.check("<h1>{{name}}</h1>", {"name": "text"})
        self.check('<p title="{{name}}">', {"name": "text"})
        self.check('<a href="{{to}}">x</a>', {"to": "url"})
        self.check('<a href="#p-{{id}}">x</a>', {"id": "text"})
        self.check('<a href="{{to}}#p-{{id}}">x</a>', {"to": "url", "id": "text"})
        self.check('<a href="mailto:{{to}}">x</a>', {"to": "text"})
        self.check('<tr hx-get="{{more}}">', {"more": "url"})
        self.check("{{{part}}}", {"part": "html"})

    def test_sections(self):
        self.check("{{?on}}x{{/on}}", {"on": None})
        self.check("{{?name}}{{name}}{{/name}}{{^name}}-{{/name}}", {"name": "text"})
        self.check("<input{{?on}} checked{{/on}}>", {"on": None})
        self.check('<p class="a{{?on}} b{{/on}}">', {"on": None})
        self.check("{{?rows}}{{#rows}}{{name}}{{../title}}{{/rows}}{{/rows}}",
                   {"rows": {"name": "text"}, "title": "text"})
        self.check("{{#a}}{{#b}}{{c}}{{../../d}}{{/b}}{{/a}}", {"a": {"b": {"c": "text"}}, "d": "text"})
        self.check("{{#a}}{{?../on}}x{{/../on}}{{/a}}", {"a": {}, "on": None})

    def test_texts_are_found_with_their_line(self):
        t = template("<p>\n{{_ Att\n   göra}}</p><input aria-label=\"{{_ Sök}}\">")
        self.assertEqual(t.texts, [(2, "Att göra"), (3, "Sök")])

    def test_comments_do_not_reach_the_page(self):
        made = "\n".join(tool.source(template("<!-- a --><p>{{! b}}c</p>")))
        self.assertNotIn(" a ", made)
        self.assertIn("<p>c</p>", made.replace('"));\n    buf_add(buf, STR("', ""))

    def test_text_is_escaped_and_html_is_not(self):
        made = "\n".join(tool.source(template("{{a}}{{{b}}}")))
        self.assertIn("html_put_text(buf, l0->a);", made)
        self.assertIn("buf_add(buf, l0->b.markup);", made)


class Faults(unittest.TestCase):
    CASES = [
        ("{{a", "without }}"), ("{{a}}{{{a}}}", "used as text and as html"),
        ('<a href="{{x}}">{{x}}</a>', "used as url and as text"),
        ("{{?a}}", "never closed"), ("{{/a}}", "closes nothing"),
        ("{{?a}}{{#b}}{{/a}}{{/b}}", "closes nothing"),
        ("<p {{a}}>", "only between tags"), ("<{{a}}>", "begins no tag"), ("<p{{{a}}}>", "only between tags"),
        ('<p class="{{{a}}}">', "only between tags"), ("<p class={{a}}>", "must be quoted"),
        ("<p class=a>", "must be quoted"), ('<a href="/x/{{a}}">', "stands first"),
        ('<a href="{{a}}{{b}}">', "stands first"), ('<a href="javascript:x">', "javascript:"),
        ('<a href="{{?a}}x{{/a}}">', "no sections"), ('<p onclick="x">', "event attributes"),
        ('<p hx-on:click="x">', "event attributes"), ('<p style="x">', "not allowed"),
        ("<style>a{}</style>", "not allowed"), ("<script>x()</script>", "no inline script"),
        ("<!-- {{a}} -->", "comment"), ('<p hx-vals="{{a}}">', "no holes"),
        ('<p hx-vals="js:x">', "js:"), ("a < b", "&lt;"), ('<p class="a>{{b}}</p><p class="b">', "quotation mark"),
        ("{{A}}", "no field name"), ("{{a b}}", "no field name"), ("{{>part}}", "no field name"),
        ("{{int}}", "a word of C"), ("{{../a}}", "no level above"), ("{{_ }}", "without a text"),
        ("{{?a}}<p {{/a}}>", "another place"), ("<p", "inside a tag"), ("{{#a}}{{#../b}}{{/../b}}{{/a}}", "cannot be walked"),
        ('<p class="a"id="b">', "space is missing"), ("{{_ du {1}}}", "no braces"),
    ]

    def test_every_fault_is_found_and_placed(self):
        for text, expected in self.CASES:
            with self.assertRaises(tool.TemplateError, msg=text) as caught:
                template("\n" + text)
            self.assertIn(expected, str(caught.exception), text)
            self.assertRegex(str(caught.exception), r"^src/a/board\.html:\d+: ", text)


if __name__ == "__main__":
    unittest.main()
