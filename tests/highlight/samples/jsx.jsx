import React, { useEffect, useState } from "react";
import { Link } from "react-router-dom";
import styles from "./TodoList.module.css";

const FILTERS = { all: () => true, open: (todo) => !todo.done, done: (todo) => todo.done };

function Badge({ count, children }) {
  if (count === 0) return null;
  return (
    <span className={styles.badge} title={`${count} left`}>
      {children} <strong>{count}</strong>
    </span>
  );
}

export default function TodoList({ user, initial = [] }) {
  const [todos, setTodos] = useState(initial);
  const [text, setText] = useState("");
  const [filter, setFilter] = useState("all");

  // Remember the list between visits.
  useEffect(() => {
    const kept = localStorage.getItem("todos");
    if (kept) {
      setTodos(JSON.parse(kept));
    }
  }, []);

  useEffect(() => {
    localStorage.setItem("todos", JSON.stringify(todos));
    document.title = `${todos.length} todos`;
  }, [todos]);

  const add = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    setTodos([...todos, { id: crypto.randomUUID(), text: text.trim(), done: false }]);
    setText("");
  };

  const toggle = (id) =>
    setTodos((before) => before.map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)));

  const remove = async (id) => {
    const response = await fetch(`/api/todos/${id}`, { method: "DELETE" });
    if (!response.ok) {
      throw new Error(`Could not delete ${id}: ${response.status}`);
    }
    setTodos((before) => before.filter((todo) => todo.id !== id));
  };

  const visible = todos.filter(FILTERS[filter]);
  const left = todos.length - todos.filter(FILTERS.done).length;

  return (
    <section className="todos" aria-label="Things to do">
      <h1>Hello {user.name}</h1>
      <form onSubmit={add}>
        <input
          type="text"
          value={text}
          placeholder="What needs to be done?"
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" disabled={!text}>Add</button>
      </form>
      <Badge count={left}>Left to do</Badge>
      {visible.length > 0 ? (
        <ul>
          {visible.map((todo) => (
            <li key={todo.id} className={todo.done ? "done" : undefined}>
              <label>
                <input type="checkbox" checked={todo.done} onChange={() => toggle(todo.id)} />
                {todo.text}
              </label>
              <button onClick={() => remove(todo.id)}>Delete</button>
            </li>
          ))}
        </ul>
      ) : (
        <p>Nothing here. Time for tea!</p>
      )}
      <nav>
        {Object.keys(FILTERS).map((name) => (
          <a key={name} href={`#${name}`} onClick={() => setFilter(name)}>{name}</a>
        ))}
      </nav>
      <Link to="/archive">Archive</Link>
    </section>
  );
}

export const withTitle = (Component, title) => {
  const Wrapped = (props) => (
    <>
      <h2>{title}</h2>
      <Component {...props} />
    </>
  );
  Wrapped.displayName = `withTitle(${Component.displayName ?? "Component"})`;
  return Wrapped;
};
