DELIMITER //
CREATE PROCEDURE count_people(OUT people INT)
BEGIN
  SELECT COUNT(*) INTO people FROM person;
END //
DELIMITER ;

INSERT INTO person (name) VALUES ('Ada'), ('Größe');
