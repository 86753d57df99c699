-- Until the test lets go of that lock; asked again and again, because a wait for it would end with lock_timeout.
DO $$
BEGIN
    WHILE NOT pg_try_advisory_xact_lock(20261125) LOOP
        PERFORM pg_sleep(0.1);
    END LOOP;
END $$;
