insert into person (name) values ('Ada'), ('Grace');
