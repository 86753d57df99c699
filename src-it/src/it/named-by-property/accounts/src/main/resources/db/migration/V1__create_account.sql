create table account (id int primary key, name text not null);
