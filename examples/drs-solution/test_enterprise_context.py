"""python3 -m unittest discover examples/drs-solution"""

import unittest

from enterprise_context import context_of, with_results

CONTEXT = {"isEnterpriseExecution": True, "technologyType": "drs", "parentExecutionId": "exec-1", "waveNumber": 2}


def execution(*statuses, word="COMPLETED"):
    servers = [{"sourceServerId": f"s-{n}", "instanceId": f"i-{n}", "launchStatus": status} for n, status in enumerate(statuses)]
    return {"status": word, "startTime": 100, "endTime": 190, "enterpriseContext": CONTEXT, "waves": [{"serverStatuses": servers}]}


class EnterpriseContext(unittest.TestCase):
    def test_a_context_is_kept_without_what_nobody_knows(self):
        body = {"planId": "p", "enterpriseContext": {"parentExecutionId": "exec-1", "waveNumber": 2, "secret": "x"}}
        self.assertEqual(context_of(body), CONTEXT)

    def test_a_start_without_a_context_stays_as_it_is(self):
        self.assertIsNone(context_of({"planId": "p"}))
        plain = {"status": "COMPLETED", "waves": []}
        self.assertIs(with_results(plain), plain)

    def test_all_servers_up_is_ready_for_what_follows(self):
        results = with_results(execution("LAUNCHED", "LAUNCHED"))["standardizedResults"]
        self.assertEqual((results["status"], results["nextPhaseReady"], results["executionTime"]), ("completed", True, "PT90S"))

    def test_completed_with_a_failed_server_is_not(self):
        results = with_results(execution("LAUNCHED", "FAILED"))["standardizedResults"]
        self.assertEqual((results["status"], results["nextPhaseReady"], results["validationRequired"]), ("failed", False, True))

    def test_a_server_that_is_missing_is_not_up(self):
        self.assertFalse(with_results(execution("LAUNCHED"), expected=2)["standardizedResults"]["nextPhaseReady"])

    def test_one_that_runs_is_neither(self):
        self.assertEqual(with_results(execution("IN_PROGRESS", word="POLLING"))["standardizedResults"]["status"], "in_progress")


if __name__ == "__main__":
    unittest.main()
