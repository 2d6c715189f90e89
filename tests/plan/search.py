#!/usr/bin/env python3
"""The planner from outside: small invented clinics, each with a hidden plan. The same seed and
iterations give the same bytes, with one thread and with two; the checker finds nothing but what an incomplete answer
says that it lacks; and nothing that can be done is called impossible.

RANDA_LONG=1: a thousand problems instead of forty."""
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RANDA = os.path.join(ROOT, "build", "randa")
COUNT = 1000 if os.environ.get("RANDA_LONG") == "1" else 40
ITERATIONS = "600"
LACKS = {"H1", "H7", "H11", "H12", "H15"}  # what an incomplete plan may miss

passed = failed = whole = 0


def check(holds, what):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"plan: {what}")


def run(*command):
    return subprocess.run([RANDA, "plan", *command], capture_output=True, text=True)


def solve(problem, answer, threads):
    done = run("solve", problem, "-o", answer, "--iterations", ITERATIONS, "--seed", "7", "--threads", str(threads))
    with open(answer, "rb") as f:
        return done.returncode, f.read()


def try_problem(folder, seed):
    global whole
    problem, answer = f"{folder}/problem.json", f"{folder}/answer.json"
    check(run("generate", "-o", problem, "--seed", str(seed), "--trainees", str(1 + seed % 6)).returncode == 0, f"problem {seed} is made")
    for threads in (1, 2):
        code, first = solve(problem, answer, threads)
        _, again = solve(problem, answer, threads)
        check(first == again, f"problem {seed}, {threads} threads: other bytes the second time")
        status = json.loads(first)["status"]
        check(status != "infeasible", f"problem {seed}, {threads} threads: called impossible, but it has a plan")
        verdict = run("check", problem, answer)
        broken = {line.split()[0] for line in verdict.stdout.splitlines()
                  if line.split()[1:2] != ["(given)"] and not line.startswith(("cost ", "violations "))}
        if code == 0:
            check(verdict.returncode == 0 and not broken, f"problem {seed}, {threads} threads: breaks {broken}")
            whole += 1
        else:
            check(status == "incomplete" and broken <= LACKS, f"problem {seed}, {threads} threads: {status}, breaks {broken}")


with tempfile.TemporaryDirectory(prefix="randa-plan-") as folder:
    for number in range(1, COUNT + 1):
        try_problem(folder, number)
check(whole >= COUNT, f"only {whole} of {2 * COUNT} answers are whole plans")
print(f"plan: {passed} passed, {failed} failed")
sys.exit(failed > 0)
