"""Whoever approves sees what; whoever is refused sees why."""
import contextlib
import io
import pathlib
import sys
import unittest
from unittest import mock

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2]))

from launcher import progress, summary, up
from launcher.pipeline import Pipeline, StageView

STAGING = "https://staging.s3-website.eu-central-1.localhost:8443/"
REFUSED = {"code": "JobFailed", "message": "Rejected by arn:aws:iam::111122223333:user/anna"}


class Approval(unittest.TestCase):
    def asked(self, answer):
        """(the question, what was decided) at a terminal."""
        questions, decided = [], []
        with (mock.patch("builtins.input", lambda text: questions.append(text) or answer),
              mock.patch.object(sys, "stdin", mock.Mock(isatty=lambda: True)),
              mock.patch.object(sys, "stdout", mock.Mock(isatty=lambda: True))):
            up.first_approval(False, STAGING)(mock.Mock(spec=progress.Step), lambda *decision: decided.append(decision))
        return questions[0], decided[0]

    def test_the_question_shows_where_to_look(self):
        question, decided = self.asked("")
        self.assertIn(STAGING, question)
        self.assertEqual(decided, (True, "approved by ./stellwerk up"))
        self.assertFalse(self.asked("n")[1][0])

    def test_the_reason_of_a_refusal_stands_in_the_status(self):
        stage = {"stageName": "Approval", "latestExecution": {"status": "Failed", "pipelineExecutionId": "1234"},
                 "actionStates": [{"latestExecution": {"status": "Failed", "summary": "too early", "errorDetails": REFUSED}}]}
        with contextlib.redirect_stdout(io.StringIO()) as out:
            summary._show_stage(stage)
        self.assertIn("Rejected by arn:aws:iam::111122223333:user/anna: too early", out.getvalue())

    def test_and_at_the_end_of_following(self):
        run = {"actionName": "Approve", "status": "Failed", "input": {"actionTypeId": {"provider": "Manual"}},
               "output": {"executionResult": {"errorDetails": REFUSED, "externalExecutionSummary": "too early"}}}
        stage = {"stageName": "Approval", "actionStates": []}
        told = StageView(mock.Mock(spec=Pipeline), None, "1234", stage, None)._reason(run)
        self.assertEqual(told.splitlines(), ["Stage Approval, action Approve: Failed",
                                             "JobFailed: Rejected by arn:aws:iam::111122223333:user/anna", "too early"])


if __name__ == "__main__":
    unittest.main()
