create index concurrently person_name_idx on person (nmae);
