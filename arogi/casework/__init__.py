"""What is to be done, by whom and by when: tasks, caseloads, their hand-over, coming rushes (εκκρεμότητες)."""
