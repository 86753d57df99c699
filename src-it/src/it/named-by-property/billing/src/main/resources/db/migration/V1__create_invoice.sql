create table invoice (id int primary key, total numeric not null);

insert into invoice (id, totl) values (1, 10);
