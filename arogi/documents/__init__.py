"""Papers in a person's file (δικαιολογητικά): what was seen, until when it holds, and a copy where one is needed."""
