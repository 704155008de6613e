delete from kept_answer where until <= $1
