create or replace view scarce as select id from article where amount < 3;
