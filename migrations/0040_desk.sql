-- How a case ended is noted on it, for whoever opened it; and a report of a death whose birth date two officers set right is
-- put on its person by the worker.
grant update (details) on cases.case to goid_console;
grant update (person_id) on cases.case to goid_worker;
