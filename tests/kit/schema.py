"""The tables as sql/ describes them, by way of the tool that lists what is processed about people."""
import importlib.util
import os

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "personal_data.py")


def tool():
    spec = importlib.util.spec_from_file_location("personal_data", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tables():
    """table -> [(column, class or None)]"""
    return tool().schema()
