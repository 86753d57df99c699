create table article (id bigint primary key, amount int not null);
