#!/usr/bin/env python3
"""assets/: what is served holds together, stays within its weight and asks nothing of other origins."""
import glob
import gzip
import os
import re
import subprocess
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def pages():
    for pattern in ("src/**/*.html", "tests/browser/skeleton/*.html"):
        for path in glob.glob(os.path.join(ROOT, pattern), recursive=True):
            yield os.path.relpath(path, ROOT), read(path)


STYLES = read("assets/app.css") + read("assets/week.css")
CLASSES = set(re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"/\*.*?\*/", "", STYLES, flags=re.S)))


class Assets(unittest.TestCase):
    def test_week_classes_are_what_the_tool_makes(self):
        made = subprocess.run([sys.executable, "-B", os.path.join(ROOT, "tools/weekcss")], capture_output=True, text=True, check=True)
        self.assertEqual(made.stdout, read("assets/week.css"))

    def test_the_board_reaches_320_weeks(self):
        for name in ("s319", "n320", "t320"):
            self.assertIn(f".{name}{{", STYLES)

    def test_every_icon_that_is_used_is_drawn_once(self):
        drawn = re.findall(r'<symbol id="(i-[a-z0-9-]+)"', read("assets/icons.svg"))
        self.assertEqual(len(drawn), len(set(drawn)))
        for path, text in pages():
            for name in re.findall(r'href="#(i-[a-z0-9-]+)"', text):
                self.assertIn(name, drawn, path)

    def test_every_class_of_a_skeleton_has_a_style_or_is_a_known_name(self):
        bare = {"sprite", "full", "lead", "has-demo", "x", "nm"}
        for path, text in pages():
            if path.startswith("tests/"):
                for value in re.findall(r'class="([^"{]*)"', text):
                    for name in value.split():
                        self.assertTrue(name in CLASSES or name in bare, f"{path}: class {name}")

    def test_nothing_is_inline_and_nothing_comes_from_elsewhere(self):
        self.assertNotRegex(STYLES, r"url\(\s*[\"']?(data|https?|//):?")
        for path, text in pages():
            self.assertNotRegex(text, r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="|javascript:', path)
            self.assertNotRegex(text, r'(src|href)="(https?:)?//', path)

    def test_colours_have_a_plain_value_where_light_dark_is_unknown(self):
        outside = STYLES[:STYLES.index("@supports (color:light-dark(")]
        for name in re.findall(r"--([a-z0-9-]+):light-dark\(", STYLES):
            self.assertRegex(outside, rf"--{name}:#")
        rest = re.sub(r"@supports \(color:light-dark\(.*?\n\}\}", "", STYLES, flags=re.S)
        self.assertNotIn("light-dark(#", rest)

    def test_weight(self):
        def packed(*paths):
            return sum(len(gzip.compress(read(path).encode(), 9)) for path in paths)
        self.assertLess(packed("assets/app.css"), 14_000)
        self.assertLess(packed("assets/week.css"), 5_000)
        self.assertLess(packed("assets/app.js"), 12_000)


if __name__ == "__main__":
    unittest.main()
