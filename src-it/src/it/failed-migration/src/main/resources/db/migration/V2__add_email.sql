alter table person add email text;

update person
   set email = lower(nmae) || '@example.com';
