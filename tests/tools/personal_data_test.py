#!/usr/bin/env python3
"""docs/personuppgifter.md is what the schema gives, and no table is left out."""
import importlib.util
import os
import unittest

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "personal_data.py")
spec = importlib.util.spec_from_file_location("personal_data", PATH)
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


class PersonalData(unittest.TestCase):
    def test_every_table_is_described(self):
        self.assertEqual(tool.faults(tool.schema()), [])

    def test_the_document_is_new(self):
        with open(tool.PAGE, encoding="utf-8") as file:
            self.assertEqual(file.read(), tool.document(tool.schema()))

    def test_a_new_table_is_a_fault(self):
        self.assertEqual(len(tool.faults({**tool.schema(), "diary": [("text", 4)]})), 1)

    def test_the_schemas_classes_are_there(self):
        text = tool.document(tool.schema())
        self.assertRegex(text, r"\| Ledighet \(`absence`\) .* K2 \| `cause` K4 \|")
        self.assertRegex(text, r"\| Händelse \(`event`\) .* `outcome` K3, `note` K3 \|")


unittest.main()
