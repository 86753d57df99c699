create table person (
    id integer primary key,
    name text not null
);
